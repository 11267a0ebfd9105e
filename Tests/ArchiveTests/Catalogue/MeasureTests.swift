import Latency
import Testing

@testable import Archive
@testable import SQLiteStore

/// Sources that measure other things than latencies, by labels.
@Suite struct MeasureTests {
    let directory: TemporaryDirectory
    let archive: Archive

    init() throws {
        directory = try TemporaryDirectory()
        archive = try Archive(creatingAt: directory.archive)
    }

    private func description(
        metric: Name = "m", url: String = "http://a", measure: Name? = nil, kind: SourceKind = .counter,
        labels: [Name] = ["region", "te\u{0}am"], classLabel: Name? = "code"
    ) -> SourceDescription {
        SourceDescription(
            name: "default", metric: metric, url: url, selector: "", modelLabel: "model", unit: .seconds,
            measure: measure, kind: kind, labels: labels, classLabel: classLabel)
    }

    private func window(_ index: Int, _ count: Int = 1) -> CollectedWindow {
        let values = ["eu", "us"].map { region in
            ModelWindow(
                series: SeriesKey("a", labels: [Name(region), "x", "200"]), quality: .exact,
                histogram: Samples.histogram([], [count], sum: nil))
        }
        return CollectedWindow(window: Window(index: index), models: values)
    }

    @Test("a source comes back with its measure, kind and labels", arguments: SourceKind.allCases)
    func roundTrip(kind: SourceKind) throws {
        for (metric, measure, labels, classLabel) in [
            ("a", nil, [], nil), ("b", "e2e", [], nil), ("c", nil, ["region"], nil), ("d", nil, [], "class"),
            ("e", "errors", ["a", "b", "c"], "code"),
        ] as [(Name, Name?, [Name], Name?)] {
            let given = description(
                metric: metric, measure: measure, kind: kind, labels: labels, classLabel: classLabel)
            let source = try archive.source(given)
            #expect(source.description == given)
            try archive.commit([CollectedWindow(window: Window(index: 1))], run: nil, of: source)
            #expect(try Archive(readingAt: directory.archive).source(given) == source)
        }
        #expect(try Verification.findings(in: archive) == [])
    }

    @Test("a measure may be given later, and another one, and stays where none is given")
    func laterMeasure() throws {
        let first = try archive.source(description())
        try archive.commit([window(1)], run: nil, of: first)
        let named = try archive.source(description(measure: "errors"))
        #expect(named == Source(id: first.id, description: description(measure: "errors")))
        let before = try directory.bytes("metrics.db")
        #expect(try archive.source(description()) == named)
        #expect(try directory.bytes("metrics.db") == before)
        let moved = try archive.source(description(url: "http://b"))
        #expect(moved.description == description(url: "http://b", measure: "errors"))
        #expect(try archive.source(description(measure: "requests")).description.measure == "requests")
        #expect(try archive.sources().count == 1)
    }

    @Test("another kind or other labels than what was collected are refused, and change nothing; before they are taken")
    func refused() throws {
        #expect(try archive.source(description(kind: .mean, labels: [], classLabel: nil)).id == 1)
        let known = try archive.source(description())
        try archive.commit([window(1)], run: nil, of: known)
        for (given, attribute, stored, new) in [
            (description(kind: .mean), "kind", "counter", "mean"),
            (description(labels: ["te\u{0}am", "region"]), "labels", "region, te\u{0}am", "te\u{0}am, region"),
            (description(labels: []), "labels", "region, te\u{0}am", ""),
            (description(classLabel: nil), "class label", "code", ""),
        ] {
            #expect(
                archiveError { _ = try archive.source(given) }
                    == .sourceDiffers(
                        name: "default", metric: "m", attribute: attribute, stored: Name(stored), given: Name(new)))
        }
        #expect(try archive.sources() == [known])
    }

    @Test(
        "a source whose kind or labels damage has changed is told",
        arguments: ["kind = 'mean'", "labels = x'0162'", "measure = 'e2e'", "class_label = NULL"])
    func damaged(change: String) throws {
        let source = try archive.source(description())
        try archive.commit([window(1)], run: nil, of: source)
        try archive.database.execute("UPDATE source SET \(change)")
        #expect(try Verification.findings(in: archive) == ["source 1 has a wrong checksum"])
    }

    @Test("series whose labels damage has changed are told and left out", arguments: ["x'0161'", "x'ff'", "x''"])
    func damagedSeries(labels: String) throws {
        let source = try archive.source(description())
        try archive.commit([window(1)], run: nil, of: source)
        try archive.database.execute("UPDATE series SET labels = \(labels) WHERE id = 1")
        let read = try archive.readWindows(of: source)
        #expect(read.value.map { $0.models.map(\.histogram.requests) } == [[1]])
        #expect(read.damages.all.map(\.reasonOfDamage) == ["the name of model 1 is unreadable"])
    }

    @Test("a damaged day of a series is told with its labels")
    func damagedDay() throws {
        let source = try archive.source(description())
        try archive.commit([window(288)], run: nil, of: source)
        try archive.seal(of: source, at: 86_400 + Archive.sealingDelay)
        try archive.database.execute("DELETE FROM chunk WHERE key & 1048575 = 2")
        let read = try archive.readWindows(of: source)
        #expect(read.value.map { $0.models.map(\.histogram.requests) } == [[1]])
        #expect(
            read.damages.warnings == [
                "1970-01-01 (UTC) of model \"a\" with region=\"us\", te\u{0}am=\"x\", class=\"200\" of m of source "
                    + "\"default\" is damaged and left out: its counts are gone"
            ])
    }

    @Test("windows of several sources and their runs are stored together or not at all")
    func together() throws {
        let sources = try (["m", "n", "o"] as [Name]).map { try archive.source(description(metric: $0)) }
        func commits(_ index: Int, _ last: Int) -> [SourceCommit] {
            zip(sources, [index, index, last]).map { source, index in
                SourceCommit([window(index, source.id)], run: Samples.run(finished: index * 300), of: source)
            }
        }
        #expect(try archive.commit(commits(7, 7)).isEmpty)
        #expect(throws: ArchiveError.self) { try archive.commit(commits(8, -1)) }
        for source in sources {
            #expect(try archive.windows(of: source).map { $0.models.map(\.histogram.requests) } == [[2 * source.id]])
            #expect(try archive.lastSuccess(of: source, at: .max).value?.finished == 2100)
            #expect(try archive.series(of: source).value == window(7).models.map(\.series))
        }
        #expect(try Verification.findings(in: archive) == [])
    }

    @Test("a model is forgotten with all of its series")
    func forget() throws {
        let source = try archive.source(description())
        try archive.commit([window(1), window(289)], run: nil, of: source)
        try archive.seal(of: source, at: 86_400 + Archive.sealingDelay)
        #expect(try archive.forget("a", of: source))
        #expect(try archive.windows(of: source).flatMap(\.models).isEmpty)
        #expect(try archive.database.integer("SELECT count(*) FROM series") == 0)
        #expect(try archive.database.integer("SELECT count(*) FROM chunk") == 0)
        #expect(try Verification.findings(in: archive) == [])
    }
}

import Latency
import Testing

@testable import Archive
@testable import SQLiteStore

@Suite struct SourceTests {
    let directory: TemporaryDirectory
    let archive: Archive

    init() throws {
        directory = try TemporaryDirectory()
        archive = try Archive(creatingAt: directory.archive)
    }

    private func description(
        name: Name = "default", url: String = "http://a", selector: Name = "", label: Name = "model",
        unit: LatencyUnit = .seconds
    ) -> SourceDescription {
        SourceDescription(name: name, metric: "m", url: url, selector: selector, modelLabel: label, unit: unit)
    }

    @Test("sources come in the order in which they were first seen")
    func order() throws {
        #expect(try archive.sources().isEmpty)
        let last = try archive.source(description(name: "z"))
        let first = try archive.source(description(name: "a"))
        #expect(try archive.source(description(name: "z")) == last)
        #expect(try archive.sources() == [last, first])
        #expect(try Archive(readingAt: directory.archive).sources() == [last, first])
    }

    @Test("another URL is stored in place of the old one")
    func url() throws {
        let before = try archive.source(description())
        let after = try archive.source(description(url: "https://b"))
        #expect(after == Source(id: before.id, description: description(url: "https://b")))
        #expect(try archive.sources() == [after])
    }

    @Test("another selector, label or unit takes the place of one with which nothing was collected")
    func corrected() throws {
        let mistaken = try archive.source(description(selector: "job=\"", label: "llm", unit: .milliseconds))
        let corrected = try archive.source(description(selector: "job=\"a\""))
        #expect(corrected == Source(id: mistaken.id, description: description(selector: "job=\"a\"")))
    }

    @Test("another selector, label or unit than what was collected is refused, with a way out, and changes nothing")
    func refused() throws {
        let known = try archive.source(description())
        try archive.commit([Samples.window(1)], run: nil, of: known)
        for (given, attribute, stored, new) in [
            (description(url: "http://b", selector: "job=\"api\""), "selector", "", "job=\"api\""),
            (description(url: "http://b", label: "llm"), "model label", "model", "llm"),
            (description(url: "http://b", unit: .milliseconds), "unit", "s", "ms"),
        ] {
            let error = archiveError { _ = try archive.source(given) }
            #expect(error?.message == "source \"default\" collects m with \(attribute) \"\(stored)\", not \"\(new)\"")
            let unit =
                attribute == "unit"
                ? "; if the stored unit is wrong: metricsctl archive set-unit ms --metric-name m --source default" : ""
            #expect(
                error?.hint
                    == "give a source of another name: \(.source, "NAME")\(unit); to begin anew: metricsctl archive forget-source default --metric-name m"
            )
        }
        #expect(try archive.sources() == [known])
    }

    @Test("an archive that was opened for reading takes nothing")
    func readOnly() throws {
        let reader = try Archive(readingAt: directory.archive)
        #expect(archiveError { _ = try reader.source(description()) } == .notWritable(path: directory.archive))
        #expect(try archive.sources().isEmpty)
    }
}

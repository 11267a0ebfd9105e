import Archive
import Foundation
import Latency
import SQLiteStore
import TestSupport
import Testing

/// `archive import`, from exports and from archives.
@Suite struct ImportTests {
    private let folder: TemporaryFolder
    private var target: String { folder.path("target.db") }

    init() throws { folder = try TemporaryFolder() }

    private func run(_ arguments: String..., db: String? = nil) throws -> Program.Result {
        try Program.metricsctl().run(["archive"] + arguments + ["--db", db ?? target])
    }

    private func export(_ db: String) throws -> String {
        let result = try run("export", db: db)
        #expect(result.exitCode == 0)
        return result.stdout
    }

    private func write(_ text: String) throws -> String {
        try Data(text.utf8).write(to: folder.url.appending(path: "export.jsonl"))
        return folder.path("export.jsonl")
    }

    /// Two sources, with a window without data, a gap, two layouts, all qualities, sums known and not; 3 days.
    private func archive(_ name: String, seed: UInt64, windows: Range<Int> = 0..<700) throws -> String {
        let path = folder.path(name)
        let archive = try Archive(creatingAt: path)
        var random = SplitMix64(seed: seed)
        for (name, unit) in [("eu" as Name, LatencyUnit.seconds), ("us", .milliseconds)] {
            let source = try archive.source(
                SourceDescription(
                    name: name, metric: "latency", url: "http://\(name):9090", selector: #"job="api""#,
                    modelLabel: "model_name", unit: unit))
            let collected = try windows.filter { $0 % 97 != 3 }.map { index in
                CollectedWindow(
                    window: Window(endedAt: SampleArchive.newest + index * 300),
                    models: index % 50 == 7
                        ? [] : try (["a", "", "한국어\n\"b\""] as [Name]).map { try model($0, &random) })
            }
            try archive.commit(collected, run: nil, of: source)
        }
        return path
    }

    private func model(_ name: Name, _ random: inout SplitMix64) throws -> ModelWindow {
        var histogram = Histogram()
        let sum = Bool.random(using: &random) ? nil : Int.random(in: 0...1_000_000_000, using: &random)
        for (number, bounds) in [[0.1, 0.5], [0.005, 1e-7, 2.5e9].sorted()].enumerated()
        where number == 0 || Int.random(in: 0..<4, using: &random) == 0 {
            let layout = try #require(BucketLayout(upperBounds: bounds))
            let counts = (0..<layout.bucketCount).map { _ in Int.random(in: 0...9, using: &random) }
            let part = try #require(Histogram.Part(layout: layout, counts: counts))
            histogram.merge(Histogram(part, sumMicroseconds: number == 0 ? sum : 0))
        }
        let quality = try #require(Quality.allCases.randomElement(using: &random))
        return ModelWindow(model: name, quality: quality, histogram: histogram)
    }

    @Test("what was exported and imported exports as the same bytes, and a second import changes nothing")
    func lines() throws {
        let exported = try export(try archive("a.db", seed: 1))
        let file = try write(exported)
        expectSilence(try run("import", file))
        #expect(try export(target) == exported)
        let again = try run("import", file, "--verbose")
        #expect(again.stderr == "merged 692 windows of \"eu\" (latency)\nmerged 692 windows of \"us\" (latency)\n")
        #expect(try export(target) == exported)
    }

    @Test("another archive can be imported as it is")
    func archives() throws {
        let other = try archive("a.db", seed: 1)
        let before = try Data(contentsOf: URL(fileURLWithPath: other))
        expectSilence(try run("import", other))
        #expect(try export(target) == export(other))
        #expect(try Data(contentsOf: URL(fileURLWithPath: other)) == before)
    }

    @Test("two archives of one source become one, which has the better of both, in either order and again")
    func merging() throws {
        let (a, b) = (try archive("a.db", seed: 1, windows: 0..<400), try archive("b.db", seed: 2, windows: 200..<700))
        expectSilence(try run("import", a))
        expectSilence(try run("import", b))
        let merged = try export(target)
        for file in [a, b, a] { expectSilence(try run("import", file)) }
        // Where neither is better the last import stands, so the order decides there, and only there.
        expectSilence(try run("import", b))
        #expect(try export(target) == merged)

        let both = try Archive(readingAt: target)
        let (first, second) = (try Archive(readingAt: a), try Archive(readingAt: b))
        for source in try both.sources() {
            let (old, new) = (try windows(first, source), try windows(second, source))
            let expected = Set(old.keys).union(new.keys).sorted().map { window in
                let earlier = old[window] ?? CollectedWindow(window: window)
                return (new[window] ?? CollectedWindow(window: window)).keeping(betterOf: earlier)
            }
            #expect(try windows(both, source).values.sorted { $0.window < $1.window } == expected)
        }
    }

    private func windows(_ archive: Archive, _ source: Source) throws -> [Window: CollectedWindow] {
        var found: [Window: CollectedWindow] = [:]
        let range = Window(endedAt: SampleArchive.newest)...Window(endedAt: SampleArchive.newest + 300_000)
        _ = try archive.forEachWindow(of: source, in: range, newestFirst: false) {
            found[$0.window] = $0
            return true
        }
        return found
    }

    @Test("a bad line is named by its number, and nothing of its file is imported")
    func badLine() throws {
        var lines = try export(try archive("a.db", seed: 1)).split(separator: "\n").map(String.init)
        lines[1500] = lines[1500].replacing("\"quality\":", with: "\"qualms\":")
        let file = try write(lines.joined(separator: "\n") + "\n")
        expectComplaint(
            try run("import", file),
            "line 1501 of \(file) is not of an export: quality must be exact, spanned, reset or partial",
            hint: "nothing was imported; `metricsctl archive export` writes what can be")
        #expect(try Archive(readingAt: target).sources().isEmpty)
    }

    @Test("a line of any length is refused without being read to its end")
    func endlessLine() throws {
        let file = try write("{\"source\":\"")
        truncate(file, 400 << 20)
        let result = try Program(URL(fileURLWithPath: "/usr/bin/env")).run(
            "python3", "-c",
            """
            import resource, subprocess, sys
            subprocess.run(sys.argv[1:])
            print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)
            """, MetricsctlRun.url.path, "archive", "import", file, "--db", target)
        #expect(
            result.stderr.hasPrefix("metricsctl: line 1 of \(file) is not of an export: it is longer than 16 MiB\n"))
        #expect(try #require(Int(result.stdout.trimmingCharacters(in: .newlines))) < 120)
    }

    @Test("an archive with more requests in a window than any server tells is refused, as an export of it is")
    func beyondCounting() throws {
        let path = folder.path("many.db")
        let many = try Archive(creatingAt: path)
        let layout = try #require(BucketLayout(upperBounds: [0.1]))
        let part = try #require(Histogram.Part(layout: layout, counts: [Histogram.mostInBucket + 1, 0]))
        let model = ModelWindow(model: "a", quality: .exact, histogram: Histogram(part, sumMicroseconds: nil))
        let source = try many.source(
            SourceDescription(
                name: "eu", metric: "latency", url: "http://eu:9090", selector: "", modelLabel: "model", unit: .seconds)
        )
        let window = CollectedWindow(window: Window(endedAt: SampleArchive.newest), models: [model])
        try many.commit([window], run: nil, of: source)
        expectComplaint(
            try run("import", path), "\(path) has a window with 2^53 requests or more in a bucket",
            hint: "the days before that window were imported")
        let export = try run("import", try write(try export(path)))
        #expect(export.stderr.contains("line 2 of ") && export.stderr.contains("below 2^53 each"))
    }

    @Test("an export that was cut off is refused, at a line's end, too", arguments: [0, 9])
    func cutOff(bytes: Int) throws {
        let lines = try export(try archive("a.db", seed: 1, windows: 0..<9)).split(separator: "\n")
        let file = try write(String((lines.dropLast().joined(separator: "\n") + "\n").dropLast(bytes)))
        let result = try run("import", file)
        #expect(result.exitCode == 1)
        #expect(
            result.stderr.contains(
                bytes == 0
                    ? "\(file) is cut off: its last line is missing"
                    : "line \(lines.count - 1) of \(file) is not of an export: it is not JSON"))
        #expect(try Archive(readingAt: target).sources().isEmpty)
    }

    @Test("lines in the wrong order or without a source are refused")
    func wrongOrder() throws {
        let lines = try export(try archive("a.db", seed: 1, windows: 0..<3)).split(separator: "\n").map(String.init)
        for (order, reason) in [
            ([1, 0], "no source stands above it"), ([0, 4, 1], "it is older than the line above"),
            ([0, 1, 1], "its model stands above already"),
        ] {
            let file = try write(order.map { lines[$0] }.joined(separator: "\n") + "\n{\"end\":true}\n")
            let message = try run("import", file).stderr
            #expect(message.contains("is not of an export: \(reason)"))
        }
    }

    @Test("a source that counts other requests is refused before anything is stored; another URL is no matter")
    func otherSource() throws {
        let exported = try export(try archive("a.db", seed: 1))
        expectSilence(try run("import", try write(exported)))
        let moved = try write(exported.replacing("http://us:9090", with: "http://other:9090"))
        expectSilence(try run("import", moved))
        #expect(try export(target) == exported)

        let file = try write(exported.replacing(#""unit":"ms""#, with: #""unit":"s""#))
        expectComplaint(
            try run("import", file), #"source "us" collects latency with unit "ms", not "s""#,
            hint: "give a source of another name: --source NAME; if the stored unit is wrong: "
                + "metricsctl archive set-unit s --metric-name latency --source us; to begin anew: "
                + "metricsctl archive forget-source us --metric-name latency")
        #expect(try export(target) == exported)
    }

    @Test("a source whose URL has a user or password is refused, and neither is repeated")
    func credentials() throws {
        let exported = try export(try archive("a.db", seed: 1, windows: 0..<9))
        let lines = exported.split(separator: "\n")
        let number = try #require(lines.firstIndex { $0.contains("http://us:9090") }) + 1
        let file = try write(exported.replacing("http://us:9090", with: "http://user:hunter2@us:9090"))
        expectComplaint(
            try run("import", file),
            "line \(number) of \(file) is not of an export: the server's URL contains a user or password",
            hint: "nothing was imported; `metricsctl archive export` writes what can be")
        #expect(try Archive(readingAt: target).sources().isEmpty)
        // Where counts come from need not be known.
        let nowhere = try write(exported.replacing("http://us:9090", with: ""))
        #expect(try run("import", nowhere).exitCode == 0)
    }

    @Test("sources keep the order in which they were first collected, by which questions choose")
    func order() throws {
        let other = folder.path("a.db")
        let archive = try Archive(creatingAt: other)
        var random = SplitMix64(seed: 3)
        let metrics: [Name] = ["z_seconds", "a_seconds", "m_seconds"]
        for metric in metrics {
            let source = try archive.source(
                SourceDescription(
                    name: "eu", metric: metric, url: "http://eu:9090", selector: "", modelLabel: "model",
                    unit: .seconds))
            let window = CollectedWindow(
                window: Window(endedAt: SampleArchive.newest), models: [try model("a", &random)])
            try archive.commit([window], run: nil, of: source)
        }
        let file = try write(try export(other))
        for (from, into) in [(file, "lines.db"), (other, "archive.db")] {
            expectSilence(try run("import", from, db: folder.path(into)))
            let sources = try Archive(readingAt: folder.path(into)).sources()
            #expect(sources.map(\.description.metric) == metrics)
        }
    }

    @Test("a file that is missing, a folder or a pipe is named")
    func noFile() throws {
        let missing = folder.path("missing")
        expectComplaint(
            try run("import", missing), "cannot read \(missing): no such file or directory", hint: nil)
        expectComplaint(
            try run("import", folder.url.path), "cannot read \(folder.url.path): it is not a regular file", hint: nil)
        expectComplaint(
            try run("import", "/dev/null"), "cannot read /dev/null: it is not a regular file", hint: nil)
        let text = try write("not SQLite, and no export\n")
        expectComplaint(
            try run("import", text), "line 1 of \(text) is not of an export: it is not JSON",
            hint: "nothing was imported; `metricsctl archive export` writes what can be")
    }
}

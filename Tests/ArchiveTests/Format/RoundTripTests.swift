import Latency
import TestSupport
import Testing

@testable import Archive
@testable import SQLiteStore

@Suite struct RoundTripTests: OnOneSource {
    let own: OneSource

    init() throws { own = try OneSource() }

    @Test("what was committed is read back by another connection, empty windows too")
    func readBack() throws {
        let windows = [
            Samples.window(100, Samples.model("b"), Samples.model("a", [0, 0, 0], .reset)),
            Samples.window(102),
        ]
        try archive.commit(windows, run: nil, of: source)
        let reader = try Archive(readingAt: directory.archive)
        #expect(try reader.windows(of: source) == windows)
        #expect(try reader.windows(of: source, newestFirst: true) == windows.reversed())
        #expect(try reader.models(of: source).value == ["a", "b"])
    }

    @Test("any histogram comes back as it was", arguments: 0..<20 as Range<UInt64>)
    func anyHistogram(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let windows = (0..<30).map { index in
            CollectedWindow(
                window: Window(index: 5_900_000 + index),
                models: Self.names.shuffled(using: &random).prefix(Int.random(in: 0...8, using: &random)).map {
                    ModelWindow(
                        model: $0, quality: Quality.allCases.randomElement(using: &random) ?? .exact,
                        histogram: Self.histogram(&random))
                })
        }
        try archive.commit(windows, run: nil, of: source)
        #expect(try Archive(readingAt: directory.archive).windows(of: source) == windows)
    }

    @Test("only the models asked for are read, and windows without them are still there")
    func someModels() throws {
        try archive.commit(
            [Samples.window(1, Samples.model("a"), Samples.model("b")), Samples.window(2, Samples.model("b"))],
            run: nil, of: source)
        let expected = [Samples.window(1, Samples.model("a")), Samples.window(2)]
        #expect(try archive.windows(of: source, models: ["a", "never seen"]) == expected)
        #expect(try archive.windows(of: source, models: []) == [Samples.window(1), Samples.window(2)])
    }

    @Test("a range has both its ends and may reach before 1970 and beyond all windows")
    func ranges() throws {
        try archive.commit((10...14).map { Samples.window($0) }, run: nil, of: source)
        #expect(try archive.windows(of: source, in: 11...13).map(\.window.index) == [11, 12, 13])
        #expect(try archive.windows(of: source, in: (-5)...10).map(\.window.index) == [10])
        #expect(try archive.windows(of: source, in: Int.min...Int.max).count == 5)
        #expect(try archive.windows(of: source, in: (-5)...(-1)).isEmpty)
        let all = Window(index: 12)...Window(index: 20)
        #expect(try archive.collectedWindows(of: source, in: all).value.map(\.index) == [12, 13, 14])
    }

    @Test("reading stops when it is told to")
    func stops() throws {
        try archive.commit((10...14).map { Samples.window($0) }, run: nil, of: source)
        var seen: [Int] = []
        _ = try archive.forEachWindow(
            of: source, in: Window(index: 0)...Window(index: 100), newestFirst: true
        ) {
            seen.append($0.window.index)
            return seen.count < 2
        }
        #expect(seen == [14, 13])
    }

    @Test("windows may be read and committed while others are read")
    func nested() throws {
        try archive.commit((10...12).map { Samples.window($0) }, run: nil, of: source)
        var seen: [[Int]] = []
        _ = try archive.forEachWindow(
            of: source, in: Window(index: 0)...Window(index: 12), newestFirst: false
        ) { outer in
            seen.append(((try? archive.windows(of: source)) ?? []).map { $0.window.index + outer.window.index * 100 })
            return true
        }
        #expect(seen == [[1010, 1011, 1012], [1110, 1111, 1112], [1210, 1211, 1212]])
    }

    @Test("a reader sees models and layouts that came after it had read")
    func laterModels() throws {
        try archive.commit([Samples.window(1, Samples.model("a"))], run: nil, of: source)
        let reader = try Archive(readingAt: directory.archive)
        _ = try reader.windows(of: source)
        let later = ModelWindow(model: "later", quality: .exact, histogram: Samples.histogram([7], [1, 2]))
        try archive.commit([Samples.window(2, later)], run: nil, of: source)
        #expect(try reader.windows(of: source, in: 2...2, models: ["later"]) == [Samples.window(2, later)])
        #expect(try reader.models(of: source).value == ["a", "later"])
    }

    @Test("sources keep their windows, oldest and newest ones and models apart")
    func sources() throws {
        let other = try archive.source(Samples.other)
        #expect(try archive.hasCollected(source) == false)
        #expect(try archive.oldestWindow(of: source).value == nil)
        try archive.commit([Samples.window(5, Samples.model("a"))], run: nil, of: source)
        try archive.commit([Samples.window(3), Samples.window(7, Samples.model("b"))], run: nil, of: other)
        #expect(try archive.hasCollected(source))
        #expect(try archive.oldestWindow(of: source).value == Window(index: 5))
        #expect(try archive.newestWindow(of: source).value == Window(index: 5))
        #expect(try archive.oldestWindow(of: other).value == Window(index: 3))
        #expect(try archive.newestWindow(of: other).value == Window(index: 7))
        #expect(try archive.models(of: source).value == ["a"])
        #expect(try archive.windows(of: source) == [Samples.window(5, Samples.model("a"))])
    }

    @Test("the data version changes when another connection commits, and only then")
    func dataVersion() throws {
        let reader = try Archive(readingAt: directory.archive)
        let before = try reader.store.changes
        #expect(try reader.store.changes == before)
        try archive.commit([Samples.window(5)], run: nil, of: source)
        let after = try reader.store.changes
        #expect(after != before)
        #expect(try reader.store.changes == after)
    }

    /// Names that are hard on databases.
    private static let names: [Name] = [
        "", "gpt-4", "a\0b", "meta-llama/Llama-3", "한국어 모델", "🦙🦙", "'; DROP TABLE hot; --", "\u{1b}[31mred",
        Name(String(repeating: "x", count: 3000)),
    ]

    private static let layouts = [[], [0], [0.1, 0.2, 0.3], [0.1, 0.2, 0.30000000000000004], [1e-300, 5, 1e300]]

    private static func histogram(_ random: inout SplitMix64) -> Histogram {
        var result: Histogram?
        for bounds in layouts.shuffled(using: &random).prefix(Int.random(in: 1...3, using: &random)) {
            let counts = (0...bounds.count).map { _ in
                Int.random(in: 0...(1 << 53), using: &random) >> Int.random(in: 0...60, using: &random)
            }
            let sum = Bool.random(using: &random) ? nil : Int.random(in: -1_000_000...Int.max / 4, using: &random)
            let part = Samples.histogram(bounds, counts, sum: sum)
            result = result?.merged(with: part) ?? part
        }
        return result ?? Histogram()
    }
}

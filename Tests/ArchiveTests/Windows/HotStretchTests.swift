import Latency
import TestSupport
import Testing

@testable import Archive
@testable import SQLiteStore

/// Hot windows as steps are made of them: several merged while they are read.
@Suite struct HotStretchTests: OnOneSource {
    let own: OneSource

    init() throws { own = try OneSource() }

    /// Steps of four windows.
    private static func stepEnd(_ window: Window) -> Window { Window(index: (window.index + 3) / 4 * 4) }

    private func stretches(_ newestFirst: Bool, models: Set<Name>? = nil) throws -> [StepAggregate] {
        var result: [StepAggregate] = []
        _ = try archive.forEachStretch(
            of: source, in: Window(index: 1)...Window(index: 99), newestFirst: newestFirst,
            selection: SeriesSelection(models: models), stepEnd: Self.stepEnd,
            {
                result.append($0)
                return true
            })
        return result
    }

    /// Models that come and go, in changing layouts, of which some windows know no sum.
    private static func windows(_ random: inout SplitMix64) -> [CollectedWindow] {
        (1...99).filter { _ in Int.random(in: 0..<5, using: &random) > 0 }.map { index in
            let names = (["a", "b", "", "d"] as [Name]).filter { _ in Int.random(in: 0..<4, using: &random) > 0 }
            return CollectedWindow(
                window: Window(index: index),
                models: names.map { name in
                    var histogram: Histogram?
                    for bounds in [[0.1, 0.5], [0.1, 0.5, 1], []].shuffled(using: &random).prefix(2) {
                        let counts = (0...bounds.count).map { _ in Int.random(in: 0...300, using: &random) }
                        let sum = Int.random(in: 0..<9, using: &random) == 0 ? nil : 5
                        let one = Samples.histogram(bounds, counts, sum: sum)
                        histogram = histogram?.merged(with: one) ?? one
                    }
                    let quality = Quality.allCases.randomElement(using: &random) ?? .exact
                    return ModelWindow(model: name, quality: quality, histogram: histogram ?? Histogram())
                })
        }
    }

    @Test("a step has what its windows have, merged one by one, read either way", arguments: 0..<8 as Range<UInt64>)
    func merged(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let windows = Self.windows(&random)
        try archive.commit(windows, run: nil, of: source)
        let steps = Dictionary(grouping: windows) { Self.stepEnd($0.window) }.sorted { $0.key < $1.key }
        for models in [nil, ["b", ""]] as [Set<Name>?] {
            let expected = steps.map { step in
                step.value.flatMap(\.models).filter { models?.contains($0.model) != false }.reduce(
                    into: [Name: ModelWindow]()
                ) { $0[$1.model] = $0[$1.model]?.merged(with: $1) ?? $1 }
            }
            let found = try stretches(false, models: models)
            #expect(found.map { Dictionary(uniqueKeysWithValues: $0.models.map { ($0.model, $0) }) } == expected)
            #expect(found.map(\.windows) == steps.map(\.value.count))
            #expect(found.map { $0.collected.flatMap(\.windows) } == steps.map { $0.value.map(\.window) })
            #expect(found.map(\.last) == steps.compactMap { $0.value.last?.window })
            let back = try stretches(true, models: models)
            #expect(back.reversed().map(\.collected) == found.map(\.collected))
            #expect(back.reversed().map { Set($0.models) } == found.map { Set($0.models) })
        }
    }

    @Test("a damaged window of a step is named and counts as collected, the others are all there")
    func damaged() throws {
        try archive.commit((1...4).map { Samples.window($0, Samples.model("a", [$0, 0, 0])) }, run: nil, of: source)
        let key = try #require(HotKey.key(source: source.id, window: Window(index: 2)))
        try archive.database.execute("UPDATE hot SET body = CAST('x' AS BLOB) WHERE key = \(key)")
        let found = try stretches(false)
        #expect(found.map(\.windows) == [4])
        #expect(found.first?.models.map(\.histogram.requests) == [8])
        #expect(try archive.damages(of: source).count == 1)
    }

    @Test("more requests than 63 bits count stay at the highest number, and say so")
    func overflow() throws {
        let most = ModelWindow(model: "a", quality: .exact, histogram: Samples.histogram([1], [Int.max, 0]))
        try archive.commit([Samples.window(1, most), Samples.window(2, most)], run: nil, of: source)
        let found = try #require(try stretches(false).first?.models.first)
        #expect(found.histogram.parts.map(\.counts) == [[Int.max, 0]])
        #expect(found.histogram.isBeyondCounting)
        #expect(try archive.damages(of: source).isEmpty)
    }

    @Test("latencies that 63 bits don't add up are unknown, not wrong")
    func sumOverflow() throws {
        let windows = [Int.max, 1, 1].enumerated().map { index, sum in
            let histogram = Samples.histogram([1], [1, 0], sum: sum)
            return Samples.window(index + 1, ModelWindow(model: "a", quality: .exact, histogram: histogram))
        }
        try archive.commit(windows, run: nil, of: source)
        let found = try stretches(false).first?.models.first?.histogram
        #expect(found?.requests == 3)
        #expect(found?.sumMicroseconds == nil)
    }

    @Test("reading stops when it is told to, in the middle of a day")
    func stops() throws {
        try archive.commit((1...12).map { Samples.window($0) }, run: nil, of: source)
        var seen: [Window] = []
        _ = try archive.forEachStretch(
            of: source, in: Window(index: 1)...Window(index: 99), newestFirst: true,
            stepEnd: Self.stepEnd,
            {
                seen.append($0.last)
                return seen.count < 2
            })
        #expect(seen.map(\.index) == [12, 8])
    }
}

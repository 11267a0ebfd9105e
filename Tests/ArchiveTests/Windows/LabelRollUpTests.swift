import Latency
import TestSupport
import Testing

@testable import Archive
@testable import SQLiteStore

/// Sources that are kept by labels beside the model, held against plain dictionaries.
@Suite struct LabelRollUpTests {
    private let directory: TemporaryDirectory
    private let archive: Archive
    private let source: Source
    private static let first = UTCDay(index: 20_000)

    init() throws {
        directory = try TemporaryDirectory()
        archive = try Archive(creatingAt: directory.archive)
        source = try archive.source(Samples.labelled)
    }

    private typealias Contents = [Window: [SeriesKey: ModelWindow]]

    /// Windows of some days, in changing layouts; of some sums are not known, and some series come and go.
    private static func windows(_ days: Int, _ random: inout SplitMix64) -> [CollectedWindow] {
        let keys = (["a", "b", "(other)", ""] as [Name]).flatMap { model in
            (["eu", "us", ""] as [Name]).flatMap { region in
                (["", "5xx"] as [Name]).map { SeriesKey(model, labels: [region, $0]) }
            }
        }
        return (0..<days * UTCDay.windows).compactMap { index in
            guard Int.random(in: 0..<4, using: &random) > 0 else { return nil }
            let present = keys.filter { _ in Int.random(in: 0..<6, using: &random) == 0 }
            return CollectedWindow(
                window: first.window(0).advanced(by: index),
                models: present.map { Self.value($0, &random) })
        }
    }

    private static func value(_ key: SeriesKey, _ random: inout SplitMix64) -> ModelWindow {
        var histogram: Histogram?
        for bounds in [[0.1, 0.5], [0.1, 0.5, 1], []].shuffled(using: &random).prefix(
            Int.random(in: 1...2, using: &random))
        {
            let counts = (0...bounds.count).map { _ in Int.random(in: 0...300, using: &random) }
            let sum = Int.random(in: 0..<9, using: &random) == 0 ? nil : Int.random(in: 0...9_000, using: &random)
            let one = Samples.histogram(bounds, counts, sum: sum)
            histogram = histogram?.merged(with: one) ?? one
        }
        let quality = Quality.allCases.randomElement(using: &random) ?? .exact
        return ModelWindow(series: key, quality: quality, histogram: histogram ?? Histogram())
    }

    private static let selections: [SeriesSelection] = [
        SeriesSelection(), Samples.labelled.everySeries, SeriesSelection(by: ["region"]),
        SeriesSelection(by: ["class", "nothing", "region"]), SeriesSelection(models: ["b", "(other)"]),
        SeriesSelection(where: ["region": ["eu", ""]], by: ["class"]),
        SeriesSelection(models: ["a"], where: ["class": ["5xx"]]), SeriesSelection(where: ["nothing": [""]]),
        SeriesSelection(where: ["nothing": ["x"]]),
    ]

    /// What a dictionary gives: the values of a stretch, selected and added up.
    private static func merged(
        _ contents: Contents, _ windows: ClosedRange<Window>, _ selection: SeriesSelection
    ) -> [SeriesKey: ModelWindow] {
        var sums: [SeriesKey: ModelWindow] = [:]
        for value in contents.filter({ windows.contains($0.key) }).flatMap(\.value.values) {
            let (region, kind) = (value.series.labels[0], value.series.labels[1])
            let known: [Name: Name] = ["region": region, "class": kind]
            if let models = selection.models, !models.contains(value.model) { continue }
            if !selection.wanted.allSatisfy({ $0.value.contains(known[$0.key] ?? "") }) { continue }
            let key = SeriesKey(value.model, labels: selection.by.map { known[$0] ?? "" })
            let keyed = ModelWindow(series: key, quality: value.quality, histogram: value.histogram)
            sums[key] = sums[key]?.merged(with: keyed) ?? keyed
        }
        return sums
    }

    private func expect(_ contents: Contents, hoursBefore: Window?, _ place: String) throws {
        let last = try #require(contents.keys.max())
        for selection in Self.selections {
            for (step, isOfHours) in [(1, false), (12, true), (288, true), (4, false)] {
                if hoursBefore != nil, !isOfHours { continue }
                for newestFirst in [false, true] {
                    var found: [StepAggregate] = []
                    let damages = try Archive(readingAt: directory.archive).forEachStretch(
                        of: source, in: Self.first.window(0)...last.advanced(by: 12), newestFirst: newestFirst,
                        selection: selection, stepEnd: { Window(index: ($0.index + step - 1) / step * step) }
                    ) {
                        found.append($0)
                        return true
                    }
                    #expect(damages.isEmpty, "\(place)")
                    for stretch in found {
                        // What a stretch has is what its windows have, be they gone by now.
                        let end = Window(index: (stretch.last.index + step - 1) / step * step)
                        let windows = max(end.advanced(by: 1 - step), Self.first.window(0))...end
                        let expected = Self.merged(contents, windows, selection)
                        let own = Dictionary(uniqueKeysWithValues: stretch.models.map { ($0.series, $0) })
                        #expect(own == expected, "\(place) \(selection) \(step) \(stretch.last)")
                    }
                    #expect(found.reduce(0) { $0 + $1.windows } == contents.count, "\(place)")
                }
            }
        }
    }

    @Test(
        "labels that are not asked for add up exactly to what is, hot, sealed and by the hour",
        arguments: 1...3 as ClosedRange<UInt64>)
    func rollUp(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let windows = Self.windows(3, &random)
        let contents = Dictionary(
            uniqueKeysWithValues: windows.map { window in
                (window.window, Dictionary(uniqueKeysWithValues: window.models.map { ($0.series, $0) }))
            })
        try archive.commit(windows, run: nil, of: source)
        #expect(
            try archive.series(of: source).value
                == Set(windows.flatMap { $0.models.map(\.series) }).sorted())
        #expect(try archive.models(of: source).value == ["", "(other)", "a", "b"])
        try expect(contents, hoursBefore: nil, "hot")
        try archive.seal(of: source, at: UTCDay(index: Self.first.index + 1).end + Archive.sealingDelay)
        try expect(contents, hoursBefore: nil, "two days sealed")
        try archive.downsampleToHours(of: source, before: Self.first.end)
        try expect(contents, hoursBefore: Self.first.windows.upperBound, "one by the hour")
        #expect(try Verification.findings(in: archive) == [])
    }
}

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

    /// What a dictionary gives: the values of some windows, selected and added up.
    private static func merged(_ values: [ModelWindow], _ selection: SeriesSelection) -> [SeriesKey: ModelWindow] {
        var sums: [SeriesKey: ModelWindow] = [:]
        for value in values {
            let known: [Name: Name] = ["region": value.series.labels[0], "class": value.series.labels[1]]
            if let models = selection.models, !models.contains(value.model) { continue }
            if !selection.wanted.allSatisfy({ $0.value.contains(known[$0.key] ?? "") }) { continue }
            let key = SeriesKey(value.model, labels: selection.by.map { known[$0] ?? "" })
            let keyed = ModelWindow(series: key, quality: value.quality, histogram: value.histogram)
            sums[key] = sums[key]?.merged(with: keyed) ?? keyed
        }
        return sums
    }

    /// - Parameter steps: of so many windows.
    private func expect(_ contents: Contents, steps: [Int], _ place: String) throws {
        let all = UTCDay(index: Self.first.index - 1).window(0)...UTCDay(index: Self.first.index + 9).window(287)
        for step in steps {
            func stepEnd(_ window: Window) -> Window { Window(index: (window.index + step - 1) / step * step) }
            let values = Dictionary(grouping: contents) { stepEnd($0.key) }.mapValues { $0.flatMap(\.value.values) }
            for selection in Self.selections {
                let expected = values.mapValues { Self.merged($0, selection) }
                for newestFirst in [false, true] {
                    var (found, windows): ([Window: [SeriesKey: ModelWindow]], Int) = ([:], 0)
                    let damages = try archive.forEachStretch(
                        of: source, in: all, newestFirst: newestFirst, selection: selection, stepEnd: stepEnd
                    ) { stretch in
                        windows += stretch.windows
                        let own = Dictionary(stretch.models.map { ($0.series, $0) }) { $1 }
                        // Each once in a stretch, and a stretch once in a step.
                        let isNew = found.updateValue(own, forKey: stepEnd(stretch.last)) == nil
                        #expect(isNew && own.count == stretch.models.count)
                        return true
                    }
                    #expect(damages.isEmpty && found == expected, "\(place), steps of \(step), \(selection)")
                    #expect(windows == contents.count, "\(place)")
                }
            }
        }
    }

    @Test(
        "labels that are not asked for add up exactly to what is, hot, sealed and by the hour",
        arguments: 1...2 as ClosedRange<UInt64>)
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
        try expect(contents, steps: [1, 4, 12, 288], "hot")
        try archive.seal(of: source, at: UTCDay(index: Self.first.index + 1).end + Archive.sealingDelay)
        try expect(contents, steps: [1, 4, 12, 288], "two days sealed")
        try archive.downsampleToHours(of: source, before: Self.first.end)
        try expect(contents, steps: [12, 288], "one by the hour")
        #expect(try Verification.findings(in: archive) == [])
    }

    @Test("after any course of changes the archive has what a dictionary has", arguments: 1...2 as ClosedRange<UInt64>)
    func course(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        var contents: Contents = [:]
        var (sealed, byHour) = (0, 0)
        // A day that has nothing is not sealed.
        try commit(replaces: false, byHour, &contents, &random)
        for number in 0..<12 {
            let place = "change \(number) of \(seed)"
            switch Int.random(in: 0..<8, using: &random) {
            case 0 where sealed < 2:
                sealed += 1
                try archive.seal(
                    of: source, at: UTCDay(index: Self.first.index + sealed - 1).end + Archive.sealingDelay)
            case 1 where byHour < sealed:
                byHour += 1
                let end = UTCDay(index: Self.first.index + byHour - 1).end
                #expect(try archive.downsampleToHours(of: source, before: end).isEmpty)
            case 2:
                let model: Name = ["a", "(other)"].randomElement(using: &random) ?? "a"
                _ = try archive.forget(model, of: source)
                for window in contents.keys {
                    contents[window] = contents[window]?.filter { $0.key.model != model }
                }
            default:
                try commit(replaces: Int.random(in: 0..<3, using: &random) == 0, byHour, &contents, &random)
            }
            try expect(contents, steps: byHour > 0 ? [12, 288] : [1, 12], place)
        }
        #expect(try Verification.findings(in: archive) == [])
    }

    /// Commits some windows of any day, and does with the dictionary what that should do.
    private func commit(
        replaces: Bool, _ byHour: Int, _ contents: inout Contents, _ random: inout SplitMix64
    ) throws {
        let fresh = Self.windows(3, &random).filter { _ in Int.random(in: 0..<12, using: &random) == 0 }
        try archive.commit(fresh, run: nil, of: source, replaces: replaces)
        for window in fresh {
            let stored = contents[window.window].map {
                CollectedWindow(window: window.window, models: Array($0.values))
            }
            // Of an hour nothing is known of its windows but which they were.
            if stored != nil, window.window <= Self.first.window(byHour * UTCDay.windows - 1) { continue }
            let kept =
                stored.map { replaces ? window.replacing($0, keeping: []) : window.keeping(betterOf: $0) } ?? window
            contents[window.window] = Dictionary(uniqueKeysWithValues: kept.models.map { ($0.series, $0) })
        }
    }
}

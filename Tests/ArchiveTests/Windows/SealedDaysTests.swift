import Latency
import Testing

@testable import Archive
@testable import SQLiteStore

/// Sealed days of more models than one thread takes apart, read ahead and one after the other.
@Suite struct SealedDaysTests: OnOneSource {
    let own: OneSource
    private let first = UTCDay(index: 20_378)
    private static let (days, models) = (20, 24)
    private static let slots = [0, 5, 130, 287]

    init() throws {
        own = try OneSource()
        for day in 0..<Self.days {
            let day = UTCDay(index: first.index + day)
            let windows = Self.slots.map { slot in
                CollectedWindow(
                    window: day.window(slot),
                    models: (0..<Self.models).map { Samples.model(Name("m\($0)"), [$0, day.index % 7, slot]) })
            }
            try archive.commit(windows, run: nil, of: source)
            try archive.seal(of: source, at: day.end + Archive.sealingDelay)
        }
    }

    private var range: ClosedRange<Window> {
        first.window(0)...UTCDay(index: first.index + Self.days - 1).window(UTCDay.windows - 1)
    }

    /// What each stretch has of a model.
    private func counts(_ stretch: StepAggregate) -> [Name: [Int]] {
        Dictionary(uniqueKeysWithValues: stretch.models.map { ($0.model, $0.histogram.parts[0].counts) })
    }

    @Test("come in order, each with all of its models", arguments: [false, true])
    func inOrder(newestFirst: Bool) throws {
        var found: [Window] = []
        let damages = try archive.forEachStretch(
            of: source, in: range, newestFirst: newestFirst, stepEnd: { _ in range.upperBound }
        ) { stretch in
            found.append(stretch.last)
            let day = UTCDay(holding: stretch.last)
            let expected = (0..<Self.models).map { (Name("m\($0)"), [4 * $0, 4 * (day.index % 7), 422]) }
            #expect(counts(stretch) == Dictionary(uniqueKeysWithValues: expected))
            return true
        }
        let days = (0..<Self.days).map { UTCDay(index: first.index + $0).window(UTCDay.windows - 1) }
        #expect(damages.isEmpty && found == (newestFirst ? days.reversed() : days))
    }

    @Test("come window by window, up to that which was looked for")
    func windows() throws {
        var found: [Window] = []
        _ = try archive.forEachWindow(of: source, in: range, newestFirst: true) { window in
            found.append(window.window)
            let slot = UTCDay(holding: window.window).slot(of: window.window)
            #expect(window.models.count == Self.models)
            #expect(window.models.allSatisfy { $0.histogram.parts[0].counts[2] == slot })
            return found.count < 6
        }
        let last = UTCDay(index: first.index + Self.days - 1)
        let before = UTCDay(index: last.index - 1)
        #expect(found == Self.slots.reversed().map(last.window) + [287, 130].map(before.window))
    }

    @Test("lack a chunk that is damaged, and tell it once")
    func damage() throws {
        let key = try archive.database.integer("SELECT key FROM chunk ORDER BY key LIMIT 1 OFFSET 207")
        try archive.database.run("UPDATE chunk SET body = x'0102030405' WHERE key = ?1", key)
        var missing: [Int: Set<Name>] = [:]
        let all = Set((0..<Self.models).map { Name("m\($0)") })
        let damages = try archive.forEachStretch(
            of: source, in: range, newestFirst: false, stepEnd: { _ in range.upperBound }
        ) { stretch in
            let lacking = all.subtracting(stretch.models.map(\.model))
            if !lacking.isEmpty { missing[UTCDay(holding: stretch.last).index] = lacking }
            return true
        }
        let name = try #require(archive.catalogue.series(of: source.id)?[DayKey.series(ofChunk: key)]?.model)
        #expect(missing == [DayKey.day(ofChunk: key).index: [name]] && damages.all.count == 1)
    }
}

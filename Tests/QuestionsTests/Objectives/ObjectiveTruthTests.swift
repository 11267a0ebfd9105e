import Archive
import Latency
import Objectives
import Support
import TestSupport
import Testing

@testable import Questions

/// Two years of which the first were thinned to hours, later ones sealed, and the last days are not: against each single request.
@Suite struct ObjectiveTruthTests {
    /// 2025-10-01T00:00:00Z; the months are those before.
    private static let end = 1_759_276_800
    private static let kolkata = Zone { _ in 19_800 }

    /// - Parameter days: so many up to the end, of which the last 45 have windows.
    private static func made(days: Int) throws -> ObjectiveArchive {
        var archive = try ObjectiveArchive()
        var random = SplitMix64(seed: 16)
        let source = try archive.source(.e2e, "my_seconds")
        let last = UTCDay(holding: Window(endedAt: end))
        for back in (0..<days).reversed() {
            let day = UTCDay(index: last.index - back)
            try archive.collect(day.windows, asHours: back > 45, of: source, &random)
            if back == 3 { try archive.test.archive.seal(of: source, at: day.end + 2 * UTCDay.seconds) }
        }
        return archive
    }

    @Test("24 months are what their requests were, or nobody can tell")
    func months() throws {
        let archive = try Self.made(days: 732)
        for zone in [Zone.utc, Self.kolkata] {
            for (limit, isBound) in [(1000, true), (1500, false), (2000, false), (4500, false)] {
                try check(archive, limit: limit, isBound: isBound, zone)
            }
        }
    }

    private func check(_ archive: ObjectiveArchive, limit: Int, isBound: Bool, _ zone: Zone) throws {
        let exclusions = [
            // In the middle of hours of a thinned month and of a month of windows.
            Exclusion(from: Self.end - 100 * 86_400 + 700, to: Self.end - 99 * 86_400 + 100, models: .all, reason: "x"),
            Exclusion(from: Self.end - 10 * 86_400 + 700, to: Self.end - 10 * 86_400 + 9000, models: .all, reason: "y"),
            Exclusion(from: Self.end - 9 * 86_400, to: Self.end - 8 * 86_400, models: ShellPattern("b*"), reason: "z"),
        ]
        for target in ["50%", "60%", "70%", "80%"] {
            let answer = try archive.slo(
                [
                    "below": Name("\(limit)ms"), "target": Name(target), "period": "month", "past": "23",
                ], exclusions: exclusions, now: Self.end - 19_800, zone: zone)
            #expect(answer.entries.count == 24)
            for entry in answer.entries {
                try check(entry, against: archive, exclusions.filter { $0.reason != "z" }, isBound: isBound)
            }
        }
    }

    private func check(
        _ entry: SloAnswer.Entry, against archive: ObjectiveArchive, _ exclusions: [Exclusion], isBound: Bool
    ) throws {
        let seen = PeriodStretch(
            start: entry.period.start, end: min(entry.period.end, Self.end - 19_800), isComplete: true)
        let truth = try #require(archive.share(atMost: entry.below, in: seen, excluding: exclusions))
        let share = try #require(entry.share)
        #expect(share.low <= truth && truth <= share.high, "\(entry.period)")
        // Hours in part are there where windows are not kept and an edge lies inside of one.
        let isOfWindows = entry.period.start >= Self.end - 45 * 86_400
        if isBound, isOfWindows { #expect(share.low == truth && share.high == truth) }
        switch entry.verdict {
        case .met: #expect(truth.reaches(entry.target) && entry.period.isComplete)
        case .notMet: #expect(!truth.reaches(entry.target))
        case .cannotTell(let reason):
            #expect(!isBound || reason == .running || (reason == .partialHours && !isOfWindows))
        }
    }

    @Test("what is excluded is told, and only of models that it is of")
    func excluded() throws {
        let archive = try Self.made(days: 40)
        let day = Exclusion(
            from: Self.end - 10 * 86_400, to: Self.end - 9 * 86_400, models: ShellPattern("a"), reason: "x")
        let answer = try archive.slo(
            ["below": "1s", "target": "60%", "period": "30d"], exclusions: [day], now: Self.end)
        let entry = try #require(answer.entries.first)
        #expect(entry.excludedWindows == 288 && entry.coverage == 1)
        let other = Exclusion(from: day.from, to: day.to, models: ShellPattern("b"), reason: "x")
        let whole = try archive.slo(
            ["below": "1s", "target": "60%", "period": "30d"], exclusions: [other], now: Self.end)
        #expect(whole.entries.first?.excludedWindows == 0)
    }
}

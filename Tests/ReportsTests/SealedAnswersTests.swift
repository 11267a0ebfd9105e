import Archive
import Latency
import Reports
import TestSupport
import Testing

/// The same data in archives whose days are sealed and in one whose days are not must answer every question alike.
@Suite struct SealedAnswersTests {
    /// 2025-10-31T00:00:00Z: New York's clocks go back on the third day.
    private static let start = UTCDay(index: 20_392)
    private static let days = 4

    private static let zones: [(name: String, zone: Zone)] = [
        ("UTC", .utc), ("Seoul", .seoul), ("New York", .newYork), ("Kolkata", .kolkata), ("Kathmandu", .kathmandu),
        ("Lord Howe", .lordHowe),
    ]

    /// Four days with windows that nobody collected, some across a midnight, models without data, without traffic, with
    /// two layouts, of every quality and without sums.
    private static func windows(_ random: inout SplitMix64) throws -> [CollectedWindow] {
        let all = start.windows.lowerBound.index..<start.windows.lowerBound.index + days * UTCDay.windows
        var windows: [CollectedWindow] = []
        for index in all where !(index % UTCDay.windows < 9 && index % 7 < 4) {
            if Int.random(in: 0..<40, using: &random) == 0 { continue }
            var models: [ModelWindow] = []
            for (name, rate) in [("busy", 400), ("rare", 2), ("gone", index < all.lowerBound + 300 ? 50 : 0), ("", 9)] {
                if Int.random(in: 0..<20, using: &random) == 0 { continue }
                let counts = (0..<4).map { _ in max(0, Int.random(in: -rate...rate, using: &random)) }
                let quality = Int.random(in: 0..<50, using: &random) == 0 ? Quality.allCases.randomElement() : nil
                let sum = Int.random(in: 0..<60, using: &random) == 0 ? nil : counts.reduce(0, +) * 190_000
                var model = try TestArchive.model(name, counts, quality ?? .exact, sum: sum)
                if name == "rare", index % 500 < 60 {
                    model = model.merged(with: try TestArchive.model(name, [1, 2], sum: 5, bounds: [0.3]))
                }
                models.append(model)
            }
            windows.append(CollectedWindow(window: Window(index: index), models: models))
        }
        return windows
    }

    /// Answers of both, which must be equal, or both be refused in the same words.
    private func expectSame(
        _ left: TestArchive, _ right: TestArchive, at now: Int, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        for question in Question.allCases {
            for (name, zone) in Self.zones where question == .history || name == "UTC" {
                for parameters in Self.parameters(of: question) {
                    let answers = [left, right].map { test -> Outcome in
                        do {
                            return Outcome.answered(
                                try question.answer(
                                    from: test.archive, parameters: parameters, now: now, zone: zone))
                        } catch {
                            return Outcome.refused("\(error)")
                        }
                    }
                    #expect(
                        answers[0] == answers[1], "\(question) \(parameters) \(name)", sourceLocation: sourceLocation)
                }
            }
        }
    }

    private enum Outcome: Equatable {
        case answered(Answer)
        case refused(String)
    }

    private static func parameters(of question: Question) -> [QueryParameters] {
        let models: [String?] = [nil, "rare", "", "gone"]
        guard question == .history else { return models.map { QueryParameters(model: $0) } }
        let steps: [HistoryStep] = [.quarterHour, .hour, .threeHours, .sixHours, .day, .week]
        return ["0.7", "13", "25", "96"].flatMap { hours in
            steps.enumerated().map { index, step in
                QueryParameters(model: models[index % models.count], hours: hours, step: step.rawValue)
            } + [QueryParameters(hours: hours)]
        }
    }

    private static var moments: [Int] {
        let end = start.end + (days - 1) * UTCDay.seconds
        // The end of the data, a day's end, in the middle of an hour, before the first day is over, and long after.
        return [
            end, end + 130, start.end, start.end - 1, start.end + 5 * 3600 + 1830, start.start + 7777, end + 90_000,
        ]
    }

    @Test("sealed, hot and mixed ranges answer alike, whatever the zone, the step and the moment")
    func same() throws {
        var random = SplitMix64(seed: 5)
        let windows = try Self.windows(&random)
        let (hot, sealed, mixed) = (try TestArchive(), try TestArchive(), try TestArchive())
        for test in [hot, sealed, mixed] {
            try test.archive.commit(windows, run: nil, of: test.source())
        }
        let end = Self.start.end + (Self.days - 1) * UTCDay.seconds
        try sealed.archive.seal(of: sealed.source(), at: end + 7200)
        try mixed.archive.seal(of: mixed.source(), at: end - 86_400, mostDays: 2)
        #expect(try sealed.hotWindows() == 0)
        #expect(try mixed.hotWindows() > 300)
        for now in Self.moments {
            try expectSame(hot, sealed, at: now)
            try expectSame(hot, mixed, at: now)
        }
    }

    @Test("the order in which windows come and days are sealed makes no difference")
    func order() throws {
        var random = SplitMix64(seed: 6)
        let first = try Self.windows(&random)
        // What a second look at them found, better or worse, or not at all.
        let second = try Self.windows(&random)
        let (hot, sealed) = (try TestArchive(), try TestArchive())
        try hot.archive.commit(first, run: nil, of: hot.source())
        try hot.archive.commit(second, run: nil, of: hot.source())
        for (windows, isFirst) in [(first, true), (second, false)] {
            var rest = windows.shuffled(using: &random)
            while !rest.isEmpty {
                try sealed.archive.commit(Array(rest.prefix(200)), run: nil, of: sealed.source())
                rest.removeFirst(min(200, rest.count))
                if isFirst, Bool.random(using: &random) { continue }
                let time = Self.start.end + Int.random(in: 0...5 * 86_400, using: &random)
                try sealed.archive.seal(of: sealed.source(), at: time)
            }
        }
        #expect(try sealed.hotWindows() < 600)
        for now in Self.moments { try expectSame(hot, sealed, at: now) }
    }
}

extension Zone {
    fileprivate static let kolkata = Zone { _ in 19_800 }
    fileprivate static let kathmandu = Zone { _ in 20_700 }
    /// Clocks go forward by half an hour, here on 2025-11-01T15:30:00Z.
    fileprivate static let lordHowe = Zone { $0 < 1_762_011_000 ? 37_800 : 39_600 }
}

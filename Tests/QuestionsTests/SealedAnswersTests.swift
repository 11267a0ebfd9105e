import Archive
import Latency
import Support
import TestSupport
import Testing

@testable import Questions

/// The same data in archives whose days are sealed and in one whose days are not must answer every question alike.
@Suite struct SealedAnswersTests {
    /// One question to an archive.
    private struct Query {
        let name: String
        let ask: (TestArchive) throws -> AnyHashable

        func outcome(_ test: TestArchive) -> Outcome {
            do { return .answered(try ask(test)) } catch { return .refused("\(error)") }
        }
    }

    private enum Outcome: Equatable {
        case answered(AnyHashable)
        case refused(String)
    }

    /// Answers of both, which must be equal, or both be refused in the same words.
    private func expectSame(
        _ left: TestArchive, _ right: TestArchive, at now: Int, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        for query in Self.queries(at: now) {
            #expect(query.outcome(left) == query.outcome(right), "\(query.name)", sourceLocation: sourceLocation)
        }
    }

    /// Everything that reads windows, in every zone where that makes a difference.
    private static func queries(at now: Int) -> [Query] {
        models.flatMap { model in
            [
                query(P95Question.self, QueryParameters(model: model), at: now),
                query(AllQuestion.self, QueryParameters(model: model), at: now),
            ]
        } + [
            query(HealthQuestion.self, at: now), query(RunsQuestion.self, at: now), query(ModelsQuestion.self, at: now),
        ] + ManyDays.zones.enumerated().flatMap { histories(at: now, $0, $1.zone) + pages(at: now, $1.zone) }
            + others(at: now)
    }

    private static func query<Asked: TabularQuestion>(
        _ question: Asked.Type, _ parameters: QueryParameters = QueryParameters(), at now: Int, _ zone: Zone = .utc
    ) -> Query where Asked.Answer: Hashable {
        Query(name: "\(Asked.name) \(parameters)") {
            try Asked(parameters, in: QuestionContext(now: now, zone: zone)).answer(from: $0.archive)
        }
    }

    private static let models: [Name?] = [nil, "rare", "", "gone"]

    /// Every step over some length; which one changes with the zone and the moment.
    private static func histories(at now: Int, _ number: Int, _ zone: Zone) -> [Query] {
        let hours = ["0.7", "13", "25", "96"]
        let steps = HistoryStep.allCases.map { Optional($0.rawValue) } + [nil]
        return steps.enumerated().map { place, step in
            let (model, length) = (
                models[(place + number) % models.count], hours[(place / 2 + number + now) % hours.count]
            )
            let parameters = QueryParameters(model: model, hours: length, step: step)
            return query(HistoryQuestion.self, parameters, at: now, zone)
        }
    }

    private static func pages(at now: Int, _ zone: Zone) -> [Query] {
        let context = QuestionContext(now: now, zone: zone)
        return [
            Query(name: "status") { try StatusQuestion(QueryParameters(), in: context).answer(from: $0.archive) },
            Query(name: "model") {
                try ModelQuestion(QueryParameters(model: "rare", hours: "70"), in: context).answer(from: $0.archive)
            },
        ]
    }

    private static func others(at now: Int) -> [Query] {
        let condition = EvaluationRule(
            limits: LatencyThresholds.above(warning: 150, critical: 390), minimumRequests: 3, seconds: 5400)
        let check = CheckRequest(condition: condition, maximumAge: 7200, noTraffic: .ok, noData: .unknown)
        return [
            Query(name: "check") {
                try CheckQuestion(check, QueryParameters(), now: now).answer(from: $0.archive)
            },
            Query(name: "notices") {
                try NotificationReport(
                    by: AlertRules(condition: condition, failures: 3), archive: $0.archive, source: $0.source(),
                    told: [], now: now
                ).changes(since: [])
            },
            Query(name: "stat") {
                try StatQuestion(QueryParameters(), in: QuestionContext(now: now, zone: .utc)).answer(from: $0.archive)
                    .sources
            },
            Query(name: "export") { test in
                var windows: [CollectedWindow] = []
                var reports = try ExportReport.all(
                    archive: test.archive, parameters: QueryParameters(), since: now - 200_000, before: now, now: now)
                for index in reports.indices { try reports[index].forEachDay { windows += $0.windows } }
                return windows
            },
        ]
    }

    @Test("sealed, hot and mixed ranges answer alike, whatever the zone, the step and the moment")
    func same() throws {
        var random = SplitMix64(seed: 5)
        let windows = try ManyDays.windows(&random)
        let (hot, sealed, mixed) = (try TestArchive(), try TestArchive(), try TestArchive())
        for test in [hot, sealed, mixed] {
            try test.archive.commit(windows, run: nil, of: test.source())
        }
        try sealed.archive.seal(of: sealed.source(), at: ManyDays.end + 7200)
        try mixed.archive.seal(of: mixed.source(), at: ManyDays.end - 86_400, maximumDays: 2)
        #expect(try sealed.hotWindows() == 0)
        #expect(try mixed.hotWindows() > 300)
        for now in ManyDays.moments {
            try expectSame(hot, sealed, at: now)
            try expectSame(hot, mixed, at: now)
        }
    }

    @Test("the order in which windows come and days are sealed makes no difference")
    func order() throws {
        var random = SplitMix64(seed: 6)
        let first = try ManyDays.windows(&random)
        // What a second look at them found, better or worse, or not at all.
        let second = try ManyDays.windows(&random)
        let (hot, sealed) = (try TestArchive(), try TestArchive())
        try hot.archive.commit(first, run: nil, of: hot.source())
        try hot.archive.commit(second, run: nil, of: hot.source())
        for (windows, isFirst) in [(first, true), (second, false)] {
            var rest = windows.shuffled(using: &random)
            while !rest.isEmpty {
                try sealed.archive.commit(Array(rest.prefix(200)), run: nil, of: sealed.source())
                rest.removeFirst(min(200, rest.count))
                if isFirst, Bool.random(using: &random) { continue }
                let time = ManyDays.start.end + Int.random(in: 0...5 * 86_400, using: &random)
                try sealed.archive.seal(of: sealed.source(), at: time)
            }
        }
        #expect(try sealed.hotWindows() < 600)
        for now in ManyDays.moments { try expectSame(hot, sealed, at: now) }
    }
}

import Latency
import Objectives
import TestSupport
import Testing

@testable import Questions
@testable import Rendering

/// How objectives were kept, on pages and badges.
@Suite struct ObjectiveTableTests {
    /// October 2025 in UTC+09:00, or one that was over.
    private static let month = PeriodStretch(start: 1_759_244_400, end: 1_761_922_800, isComplete: false)
    private static let past = PeriodStretch(start: 1_756_652_400, end: 1_759_244_400, isComplete: true)

    /// Of 10,000 requests between `low` and `high` were good.
    private func entry(
        _ model: Name, low: Int = 9950, high: Int = 9950, _ verdict: Verdict, _ period: PeriodStretch = past,
        burns: Bool = false, excluded: Int = 0, lacksErrors: Bool = false
    ) throws -> SloAnswer.Entry {
        let target = try #require(Share("99%"))
        var events = EventCounts(.no)
        events.inside = EventCounts.Counts(requests: 10_000, good: CountRange(low: low, high: high))
        let share = ShareBounds([events])
        let burn = BurnRate.pairs.map {
            BurnRate($0, target: target, period: period.seconds, long: burns ? share : nil, short: burns ? share : nil)
        }
        return SloAnswer.Entry(
            objective: "chat", model: model, labels: [], measure: "ttft", below: 2000, target: target, period: period,
            share: share, good: CountRange(low: low, high: high), requests: 10_000, errors: nil, verdict: verdict,
            lacksErrors: lacksErrors, burn: burn, excludedWindows: excluded, coverage: 1, quality: .exact, lost: 0,
            nearest: nil)
    }

    private func answer(_ entries: SloAnswer.Entry...) -> SloAnswer {
        var answer = SloAnswer()
        answer.entries = entries
        return answer
    }

    private func page(
        _ objectives: SloAnswer, language: Language = .english, filter: String? = nil
    ) throws -> XMLCheck {
        var status = try PageSamples.status([PageSamples.row("a", p95: 10)])
        status.health = PageSamples.health()
        let page = StatusPage(
            answer: status, objectives: objectives, settings: PageSamples.settings,
            view: PageView(parameters: QueryParameters(), language: language, filter: filter))
        return XMLCheck(page.markup.text)
    }

    @Test("a period that is over was met or not, or says why nobody can tell; figures claim no more than is known")
    func verdicts() throws {
        let check = try page(
            answer(
                try entry("a", .met), try entry("b", low: 9801, high: 9820, .notMet),
                try entry("c", low: 9850, high: 9950, .cannotTell(.limitBetweenBounds), excluded: 14)))
        #expect(check.failure == nil && check.all("table").contains { $0["id"] == "objectives" })
        for text in [
            "Objectives", "chat", "99 % within 2 s", "Time to first token", "2025-09-01 – 2025-09-30", "99.5 %", "50 %",
            "98.01–98.2 %", "-99 … -80 %", "the limit lies inside a bucket", "1 h 10 min excluded",
        ] {
            #expect(check.text.contains(text), "\(text)")
        }
        let chips = check.all("span", class: "chip").compactMap { $0["class"] }.suffix(3)
        #expect(chips == ["chip good", "chip danger", "chip cannot-tell"])
        // What wants to be looked at is told by the row, too.
        let rows = check.all("tr").compactMap { $0["class"] }.suffix(3)
        #expect(rows == ["good", "danger", "cannot-tell"])
    }

    @Test("of several sources the page of one has the objectives of its models alone")
    func sources() throws {
        let objectives = answer(try entry("a", .met), try entry("b", .met))
        let status = try PageSamples.status([PageSamples.row("a", p95: 10)])
        func shown(_ sources: [SourceID]) -> Int {
            let answer = StatusAnswer(
                sources: sources, source: PageSamples.source, newest: status.newest, request: status.request,
                rows: status.rows, gone: [])
            let page = StatusPage(
                answer: answer, objectives: objectives, settings: PageSamples.settings,
                view: PageView(parameters: QueryParameters(), language: .english))
            return XMLCheck(page.markup.text).all("td").count { $0["data-label"] == "Promise" }
        }
        #expect(shown([PageSamples.source]) == 2)
        #expect(shown([PageSamples.source, SourceID(name: "other", metric: PageSamples.source.metric)]) == 1)
    }

    @Test("a period that runs says so, what is left of its budget, and that it is spent too fast")
    func running() throws {
        let calm = try page(answer(try entry("a", .cannotTell(.running), Self.month)))
        #expect(calm.text.contains("still running") && calm.text.contains("50 %") && !calm.text.contains("times as"))
        #expect(calm.text.contains("2025-10-01 – 2025-10-31"))
        let busy = try page(
            answer(try entry("a", low: 8000, high: 8000, .cannotTell(.running), Self.month, burns: true)))
        #expect(busy.text.contains("is spent 20.0 times as fast as it may") && busy.text.contains("-999 %"))
        #expect(busy.all("tr").compactMap { $0["class"] }.last == "danger")
    }

    @Test("the filter narrows it, and a model's page has its own alone")
    func chosen() throws {
        let both = answer(try entry("a", .met), try entry("gpt", .met))
        #expect(try page(both, filter: "gp").all("table").count { $0["id"] == "objectives" } == 1)
        #expect(try page(both, filter: "gp").text.contains("gpt"))
        #expect(try !page(both, filter: "x").all("table").contains { $0["id"] == "objectives" })
        let model = ModelPage(
            answer: try PageSamples.model("a"), objectives: both, settings: PageSamples.settings,
            view: PageView(parameters: QueryParameters(model: "a", hours: "1"), language: .english))
        let check = XMLCheck(model.markup.text)
        #expect(check.failure == nil && check.text.contains("99 % within 2 s") && !check.text.contains("gpt"))
    }

    @Test("in Korean, too")
    func korean() throws {
        let check = try page(
            answer(
                try entry("a", .met), try entry("b", low: 9801, high: 9820, .notMet),
                try entry("c", .cannotTell(.lowCoverage))), language: .korean)
        for word in ["목표", "달성", "미달성", "판단 불가", "2 s 이내 99 %"] { #expect(check.text.contains(word), "\(word)") }
        for reason in Verdict.Reason.allCases where reason != .running {
            #expect(ObjectiveWording.english.reasons[reason] != nil && ObjectiveWording.korean.reasons[reason] != nil)
        }
    }

    @Test("hostile names are shown, and are harmless")
    func hostile() throws {
        let check = try page(answer(try entry("<script>\u{202E}", .met)))
        #expect(check.failure == nil && check.all("script").count == 1)
    }

    private func badge(_ entries: [SloAnswer.Entry], model: Name? = nil, isStale: Bool = false) -> String? {
        let badge = ObjectiveBadge(
            objective: "chat", model: model, entries: entries, isStale: isStale, isDamaged: false, language: .english)
        return XMLCheck(badge.markup.text).elements.first?.attributes["aria-label"]
    }

    @Test("a badge is that of the worst of its models")
    func badges() throws {
        let (good, bad) = (try entry("a", .met), try entry("b", low: 9801, high: 9820, .notMet))
        #expect(badge([good]) == "chat: 99.5 %, met (Objective)")
        #expect(badge([good, bad]) == "chat: 98.01–98.2 %, not met (Objective)")
        #expect(badge([bad], model: "b") == "chat, b: 98.01–98.2 %, not met (Objective)")
        #expect(badge([]) == "chat: no data (Objective)")
        let runs = try entry("a", .cannotTell(.running), Self.month, burns: true)
        #expect(badge([runs]) == "chat: 99.5 %, 50 % of budget left (Objective)")
        #expect(badge([runs], isStale: true) == "chat: stale (Objective)")
        #expect(badge([good], isStale: true) == "chat: 99.5 %, met (Objective)")
        let spent = try entry("a", low: 9890, high: 9890, .cannotTell(.running), Self.month)
        #expect(badge([spent]) == "chat: 98.9 %, budget spent (Objective)")
    }
}

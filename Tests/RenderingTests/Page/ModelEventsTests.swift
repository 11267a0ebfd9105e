import Foundation
import Latency
import Statistics
import TestSupport
import Testing

@testable import Questions
@testable import Rendering

@Suite("What happened, on a model's page")
struct ModelEventsTests {
    private func answer(_ text: String = "vLLM 0.11") throws -> ModelAnswer {
        var answer = try PageSamples.model("m")
        let start = answer.history.request.start
        answer.events = [
            ModelEvent(at: start + 600, text: text, kind: .manual),
            ModelEvent(at: start + 1200, text: "process started", kind: .processStart),
        ]
        answer.exclusions = [
            Exclusion(from: start - 600, to: start + 900, models: .all, reason: "driver \(text)")
        ]
        return answer
    }

    @Test("is drawn in both charts, and listed for those who see none of them", arguments: Language.allCases)
    func drawn(language: Language) throws {
        let text = PageSamples.page(try answer(), language: language)
        let check = XMLCheck(text)
        #expect(check.failure == nil)
        #expect(check.all("line", class: "event").count == 4 && check.all("rect", class: "excluded").count == 2)
        // The stretch begins with the chart.
        #expect(check.all("rect", class: "excluded").allSatisfy { $0["x"] == "0%" && $0["width"] == "25%" })
        #expect(check.all("section", class: "events").count == 1 && check.text.contains("driver vLLM 0.11"))
        #expect(!PageSamples.page(try PageSamples.model("m"), language: language).contains("class=\"events\""))
    }

    @Test("again and again is one line, with when first and last and how often; what people wrote is never merged")
    func again() throws {
        var answer = try answer()
        let start = answer.history.request.start
        answer.events += [1800, 2400].map { ModelEvent(at: start + $0, text: "process started", kind: .processStart) }
        answer.events += [ModelEvent(at: start + 2700, text: "vLLM 0.11", kind: .manual)]
        let page = PageSamples.page(answer)
        let list = try #require(page.firstMatch(of: /(?s)<section class="events".*?<\/section>/)).0
        #expect(list.matches(of: /<li>/).count == 4 && list.contains("process started, 3 times"))
        #expect(list.matches(of: /vLLM 0.11<\/li>/).count == 2)
    }

    @Test("is harmless", arguments: ["</title><script>alert(1)</script>", "\u{1B}[31m\r\n\"'"])
    func hostile(text: String) throws {
        let check = XMLCheck(PageSamples.page(try answer(text)))
        #expect(check.failure == nil && check.all("script").count == 1)
        let chart = StandaloneChart(answer: try answer(text), settings: PageSamples.settings, language: .english)
        #expect(XMLCheck(chart.markup.text).failure == nil && !chart.markup.text.contains("<script"))
    }

    @Test("of very many marks those that people wrote are drawn, and the newest")
    func many() {
        let starts = (0..<500).map { ModelEvent(at: $0, text: "process started", kind: .processStart) }
        let events = ChartEvents(marks: [ModelEvent(at: 3, text: "v2", kind: .manual)] + starts)
        #expect(events.shown.count == ChartEvents.most && events.shown[0].text == "v2" && events.shown[1].at == 401)
    }

    @Test("beside the comparison with last week, or what would tell", arguments: Language.allCases)
    func comparison(language: Language) {
        func block(_ fast: Int, _ slow: Int) -> Block {
            let layout = BucketLayout(upperBounds: [0.1, 0.2, 0.4])
            let part = layout.flatMap { Histogram.Part(layout: $0, counts: [fast, slow, 10, 0]) }
            return Block(parts: [part.map { Histogram($0, sumMicroseconds: nil) } ?? Histogram()])
        }
        func markup(_ blocks: Int) -> String {
            let comparison = Comparison(
                later: block(100, 900), baseline: (0..<blocks).map { block(900 + $0, 100) }, days: 1)
            let side = CompareAnswer.Side(start: 0, end: 86_400, requests: 1010, coverage: 1, quality: .exact)
            let entry = CompareAnswer.Entry(
                key: "m", comparison: comparison, later: side, baseline: side, control: nil, tokens: nil,
                excludedWindows: 0)
            return ComparisonSection(entry: entry, language: language).markup.text
        }
        let (told, thin) = (markup(7), markup(3))
        #expect(XMLCheck(told).failure == nil && told.contains(language.events.verdicts[.slower] ?? "-"))
        #expect(told.contains("+") && told.contains(" %"))
        #expect(thin.contains(language.events.verdicts[.cannotTell] ?? "-"))
        #expect(thin.contains(language.events.reasons[.tooFewBlocks] ?? "-"))
        #expect(thin.contains(language.wording.days(3)))
    }
}

import Foundation
import Latency
import TestSupport
import Testing

@testable import Questions
@testable import Rendering

@Suite struct ModelPageTests {
    @Test("steps without requests are told apart: not collected, no data, no traffic, before the first collection")
    func gaps() throws {
        let steps = ChartSteps(try PageSamples.history("m"), model: "m", zone: SampleAnswers.seoul)
        #expect(steps.steps.count == 12)
        #expect(
            steps.gaps.map(\.content) == [.beforeFirst, .noData, .noTraffic, .noData, .notCollected, .noData])
        #expect(steps.gaps.map { ($0.end - $0.start) / 60 } == [10, 5, 5, 10, 10, 5])
        let check = XMLCheck(PageSamples.page(try PageSamples.model("m")))
        #expect(check.failure == nil)
        // On both charts and in both legends.
        for kind in ["not-collected", "no-traffic"] { #expect(check.all("rect", class: kind).count == 4) }
        #expect(check.all("rect", class: "no-data").count == 8)
        #expect(check.text.contains("before the first collection"))
    }

    @Test("the table under the chart says what the points say, newest first")
    func table() throws {
        let check = XMLCheck(PageSamples.page(try PageSamples.model("m")))
        for value in ["240 ms", "200–250 ms", "≥ 60 s", "> 60 s", "118 ms", "100–150 ms", "340 ms"] {
            #expect(check.text.contains(value))
        }
        let rows = check.all("tr").filter { $0["data-to"] != nil }
        #expect(rows.count == 18)
        #expect(rows[0]["data-to"] == "100" && rows[8]["data-from"] == "0")
    }

    @Test("a row of which only the whole hour is known says so")
    func resolution() throws {
        #expect(XMLCheck(PageSamples.page(try PageSamples.model("m", .hour))).text.contains("exact, 1h"))
        #expect(!XMLCheck(PageSamples.page(try PageSamples.model("m"))).text.contains("exact, 1h"))
    }

    @Test("a bracket without an upper bound fades out instead of ending")
    func openEnded() throws {
        let text = PageSamples.page(try PageSamples.model("m"))
        let check = XMLCheck(text)
        let open = check.all("path", class: "open").compactMap { $0["d"] }.filter { !$0.isEmpty }
        #expect(open.contains { $0.hasPrefix("M333.3 4H416.7V") })
        #expect(check.text.contains("above the last bucket bound"))
    }

    @Test(
        "names are harmless in titles and links",
        arguments: ["<script>\"'&\n", "", "مرحبا\u{202E}", "a&hours=1"] as [Name])
    func hostileNames(name: Name) throws {
        let check = XMLCheck(PageSamples.page(try PageSamples.model(name)))
        #expect(check.failure == nil && check.all("script").count == 1)
        let ranges = check.all("a", class: "swap").compactMap { $0["href"] }
        #expect(ranges.count == 7)
        let range = try #require(URLComponents(string: ranges[0]))
        #expect(
            range.queryItems == [URLQueryItem(name: "name", value: name.text), URLQueryItem(name: "hours", value: "1")])
    }

    @Test("a picture of its own is well-formed, has its style inside, and what it may be told by")
    func standalone() throws {
        let answer = try PageSamples.model("<gpt>")
        let chart = StandaloneChart(answer: answer, settings: PageSamples.settings, language: .english)
        let check = XMLCheck(chart.markup.text)
        #expect(check.failure == nil)
        #expect(check.elements[0].attributes["role"] == "img")
        #expect(check.elements[0].attributes["aria-label"] == "<gpt>: p95 from 240 ms to ≥ 60 s")
        #expect(check.elements.allSatisfy { $0.attributes["style"] == nil && $0.attributes["href"] == nil })
        #expect(check.text.contains(PageResource.chartStyle))
    }

    @Test(
        "a badge says p95 or why there is none",
        arguments: [
            (450.4 as Double?, TrafficState.traffic, "p95 450 ms", "danger"), (49, .traffic, "p95 49.0 ms", "good"),
            (245.674, .traffic, "p95 246 ms ?", "danger, not sure"), (99, .traffic, "p95 99.0 ms ?", "good, not sure"),
            (nil, .traffic, "p95 unknown", "cannot tell"),
            (nil, .noData, "no data", "no data"), (99, .noTraffic, "no traffic", "no traffic"),
        ])
    func badge(p95: Double?, traffic: TrafficState, message: String, word: String) throws {
        let hasBounds = p95 != nil || traffic != .traffic
        let row = hasBounds ? PageSamples.row("a<b", p95: p95, traffic) : PageSamples.withoutBounds("a<b")
        let check = XMLCheck(
            Badge(status: row.status, isStale: false, thresholds: .usual, language: .english).markup.text)
        #expect(check.failure == nil)
        #expect(check.elements[0].attributes["aria-label"] == "a<b: \(message) (\(word))")
        #expect(check.text.contains(message))
    }
}

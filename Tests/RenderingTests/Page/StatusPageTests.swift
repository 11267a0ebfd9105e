import Archive
import Foundation
import Latency
import TestSupport
import Testing

@testable import Questions
@testable import Rendering

@Suite struct StatusPageTests {
    private static let hostile: [Name] = [
        "<script>alert(1)</script>", "\"quoted\" & 'single'", "two\nlines", "\u{202E}reversed", "مرحبا",
        "\u{0}\u{1B}[31m",
        "", Name(String(repeating: "가", count: 1365)), "</title>", "javascript:alert(1)", "a/b?c#d%e+f g",
    ]

    @Test("every state has a word and a shape of its own, by the thresholds")
    func states() throws {
        let rows = [
            PageSamples.row("a", p95: 99.99), PageSamples.row("b", p95: 100), PageSamples.row("c", p95: 200),
            PageSamples.row("d", p95: 50, .noTraffic), PageSamples.row("e", p95: nil, .noData),
        ]
        #expect(rows.map { $0.status.state(.usual) } == [.good, .warning, .danger, .noTraffic, .noData])
        let check = XMLCheck(PageSamples.page(try PageSamples.status(rows)))
        #expect(check.failure == nil)
        let shown = check.all("tr").compactMap { $0["class"] }
        #expect(shown == ["danger", "warning", "no-data", "good", "no-traffic"])
        for state in ModelState.allCases {
            #expect(check.all("span", class: "chip").contains { $0["class"] == "chip \(state.rawValue)" })
            #expect(check.all("symbol").contains { $0["id"] == "icon-\(state.rawValue)" })
        }
        #expect(check.text.contains("1 danger · 1 warning · Model latency"))
    }

    @Test(
        "above the last bound, with the limit above it too, nobody can tell; without bounds p95 is unknown, and not none"
    )
    func cannotTell() throws {
        let open = Percentile(milliseconds: 10_000, lower: 10_000, upper: nil)
        let above = StatusAnswer.Row(
            status: ModelStatus(model: "a", traffic: .traffic, entry: SampleAnswers.entry("a", p95: open)), points: [])
        let below = LatencyThresholds.below(good: 5000, warning: 8000)
        let beyond = LatencyThresholds.below(good: 15_000, warning: 20_000)
        #expect(above.status.state(below) == .danger && above.status.state(beyond) == .cannotTell)
        #expect(!above.status.isDoubtful(beyond))

        let check = XMLCheck(PageSamples.page(try PageSamples.status([PageSamples.withoutBounds("chat")])))
        #expect(check.failure == nil)
        #expect(check.all("tr").compactMap { $0["class"] } == ["cannot-tell"])
        #expect(check.text.contains("unknown") && !check.text.contains("no traffic in 24 hours"))
        let korean = PageSamples.page(try PageSamples.status([PageSamples.withoutBounds("chat")]), language: .korean)
        #expect(XMLCheck(korean).text.contains("판단 불가"))
    }

    @Test("a state has a sign and a word beside it where the bracket lies on both sides of a limit, and else has not")
    func doubt() throws {
        // The brackets are 75 to 300 and 30 to 120 ms, the limits 100 and 200 ms; 12 to 48 ms leaves no doubt.
        let rows = [PageSamples.row("a", p95: 150), PageSamples.row("b", p95: 60), PageSamples.row("c", p95: 24)]
        #expect(rows.map { $0.status.state(.usual) } == [.warning, .good, .good])
        let check = XMLCheck(PageSamples.page(try PageSamples.status(rows)))
        #expect(check.all("small", class: "doubt").count == 3)  // and the one that explains the sign
        #expect(check.text.contains("not sure") && check.text.contains("on both sides of a limit"))
        let sure = XMLCheck(PageSamples.page(try PageSamples.status([rows[2]])))
        #expect(sure.all("small", class: "doubt").isEmpty && !sure.text.contains("on both sides of a limit"))
        let korean = PageSamples.page(try PageSamples.status(rows), language: .korean)
        #expect(XMLCheck(korean).text.contains("불확실"))
    }

    @Test("hostile names are shown, are harmless, and lead to their own page", arguments: hostile)
    func hostileNames(name: Name) throws {
        let page = PageSamples.page(try PageSamples.status([PageSamples.row(name, p95: 10)], gone: [name]))
        let check = XMLCheck(page)
        #expect(check.failure == nil)
        #expect(check.all("script").count == 1 && check.all("title").count == 1)
        #expect(check.elements.allSatisfy { !$0.attributes.keys.contains { $0.hasPrefix("on") || $0 == "style" } })
        let links = check.all("a").compactMap { $0["href"] }.filter { $0.hasPrefix("model?") }
        #expect(links.count == 2)
        for link in links {
            #expect(String(link.dropFirst("model?name=".count)).removingPercentEncoding == name.text)
        }
        #expect(name != "" || check.text.contains("(none)"))
    }

    @Test("a sort puts models without the number last, whichever way")
    func order() throws {
        let rows = [
            PageSamples.row("a", p95: 20, requests: 5), PageSamples.row("b", p95: nil, .noData),
            PageSamples.row("c", p95: 10, requests: 7),
        ]
        func names(_ sort: String) throws -> [Name] {
            let order = try #require(StatusOrder(sort))
            return order.sorted(rows) { _ in .usual }.map(\.status.model)
        }
        #expect(try names("p95") == ["c", "a", "b"])
        #expect(try names("-p95") == ["a", "c", "b"])
        #expect(try names("-requests") == ["c", "a", "b"])
        #expect(try names("-name") == ["c", "b", "a"])
        #expect(StatusOrder("nothing") == nil && StatusOrder("") == nil)
    }

    @Test("the filter looks for the words in a name, whatever the case")
    func filter() throws {
        let answer = try PageSamples.status([PageSamples.row("GPT-4o", p95: 1), PageSamples.row("llama", p95: 1)])
        let check = XMLCheck(PageSamples.page(answer, filter: "gpt"))
        #expect(check.all("tr").count == 2)  // the title's row and one
        #expect(check.text.contains("Models: 1") && check.text.contains("GPT-4o") && !check.text.contains("llama"))
        #expect(!XMLCheck(PageSamples.page(answer, filter: "\"><b>")).text.contains("GPT-4o"))
    }

    @Test("stale data has a banner on top, and no state that looks like now")
    func stale() throws {
        let answer = try PageSamples.status([PageSamples.row("a", p95: 1)])
        let page = PageSamples.page(answer, health: PageSamples.health(SampleAnswers.unhealthy))
        let check = XMLCheck(page)
        #expect(check.all("section", class: "unhealthy").first?["role"] == "alert")
        #expect(check.all("div", class: "stale").count == 1)
        #expect(check.text.contains("Stale: nothing was collected for 1 h 2 min"))
        #expect(XMLCheck(PageSamples.page(answer)).all("section", class: "banner").isEmpty)
    }

    @Test(
        "a replica says what it may lack, unless its primary has said that nothing more is stored; a minute later that is asked anew"
    )
    func replica() throws {
        let answer = try PageSamples.status([PageSamples.row("a", p95: 1)])
        func health(_ isVerified: Bool, _ finding: HealthAnswer.Finding) -> HealthAnswer {
            PageSamples.health(finding).read(
                from: ReplicaState(newestCommit: PageSamples.now - 60, secondsBehind: nil, isVerified: isVerified))
        }
        let words = "a replica of the database, which may lack what was stored after 2025-10-17"
        for finding in [SampleAnswers.healthy, SampleAnswers.unhealthy] {
            let doubted = health(false, finding)
            let page = XMLCheck(PageSamples.page(answer, health: doubted))
            #expect(page.failure == nil && page.text.contains(words) && !page.text.contains("storage_unverified"))
            #expect(page.all("section", class: "banner").count == 1)
            #expect((1...60).contains((doubted.bannerChanges(after: PageSamples.now) ?? 0) - PageSamples.now))
            #expect(!PageSamples.page(answer, health: health(true, finding)).contains("replica"))
        }
        #expect(
            PageSamples.page(answer, health: health(false, SampleAnswers.healthy), language: .korean)
                .contains("복제본"))
        let none = PageSamples.health(.noData)
        #expect(none.bannerChanges(after: 5) == nil)
    }

    @Test("an empty archive says what fills it")
    func empty() throws {
        let answer = StatusAnswer(
            sources: [], source: nil, newest: nil, request: try PageSamples.request(hours: "24"), rows: [], gone: [])
        let check = XMLCheck(PageSamples.page(answer, health: PageSamples.health(SampleAnswers.noData)))
        #expect(check.failure == nil && check.text.contains("metricsctl collect") && check.all("table").isEmpty)
    }

    @Test("Korean pages say so and use the words that people know")
    func korean() throws {
        let rows = [PageSamples.row("a", p95: 1), PageSamples.row("b", p95: 150), PageSamples.row("c", p95: 900)]
        let check = XMLCheck(PageSamples.page(try PageSamples.status(rows), language: .korean))
        #expect(check.all("html").first?["lang"] == "ko")
        for word in ["양호", "주의", "위험"] { #expect(check.text.contains(word)) }
    }

    @Test("a thousand models are below a kilobyte and a half each")
    func thousand() throws {
        let rows = (0..<1000).map { index in
            let points = (0..<48).map { step in
                SampleAnswers.point(
                    PageSamples.now - (47 - step) * 1800,
                    p95: Percentile(milliseconds: Double(100 + (index * 7 + step * 13) % 90), lower: 100, upper: 250))
            }
            let row = PageSamples.row("some/provider-model-\(index)", p95: 120)
            return StatusAnswer.Row(status: row.status, points: points)
        }
        let page = PageSamples.page(try PageSamples.status(rows))
        #expect(page.utf8.count < 1_600_000)
        #expect(XMLCheck(page).all("tr").count == 1001)
    }
}

import Foundation
import Latency
import TestSupport
import Testing

/// The pages as the built program serves them.
@Suite struct PageServingTests {
    private static let at = "at=2025-10-17T14:32:30%2B09:00"

    @Test("the page shows the numbers of the JSON")
    func sameNumbers() throws {
        let sample = try SampleArchive()
        let server = try ServedProgram(archive: sample.path)
        let page = try server.request("/?\(Self.at)")
        #expect(page.status == 200 && page.headers["content-type"] == "text/html; charset=utf-8")
        let check = XMLCheck(page.body)
        #expect(check.failure == nil && check.all("tr").count == 3)
        // gpt-4: 100 requests from 100 to 200 ms. The other: 13 above 400 ms.
        for text in ["195 ms", "100–200 ms", "≥ 400 ms", "> 400 ms", "100", "13", "14:30"] {
            #expect(check.text.contains(text), "\(text)")
        }
        #expect(check.all("tr").compactMap { $0["class"] } == ["danger", "warning"])
    }

    @Test("thresholds are flags, and make no sense the wrong way around")
    func thresholds() throws {
        let sample = try SampleArchive()
        let server = try ServedProgram(
            archive: sample.path, arguments: ["--good-below", "0.3s", "--warning-below", "400ms"])
        let check = XMLCheck(try server.request("/?\(Self.at)").body)
        #expect(check.all("tr").compactMap { $0["class"] } == ["danger", "good"])
        #expect(check.text.contains("p95 below 300 ms") && check.text.contains("p95 of 400 ms or more"))
        let wrong = try MetricsctlRun(["serve", "--good-below", "3s"])
        #expect(wrong.status == 64 && wrong.errors.contains("--warning-below, which is 200ms unless given: give both"))
        let low = try MetricsctlRun(["serve", "--warning-below", "50ms"])
        #expect(low.status == 64 && low.errors.contains("--warning-below, and is 100ms unless given: give both"))
    }

    @Test("a page lets in scripts, styles and pictures of its own alone", arguments: ["/", "/model?name=gpt-4"])
    func policy(target: String) throws {
        let sample = try SampleArchive()
        let server = try ServedProgram(archive: sample.path)
        let page = try server.request(target)
        let policy = try #require(page.headers["content-security-policy"])
        #expect(policy.hasPrefix("default-src 'none'; ") && !policy.contains("unsafe"))
        for file in XMLCheck(page.body).elements.compactMap({ $0.attributes["src"] ?? $0.attributes["href"] })
        where file.hasPrefix("page.") || file.hasPrefix("icon") {
            #expect(try server.request("/\(file)").status == 200)
        }
    }

    @Test("the style inside a picture is the one that its policy names")
    func styleHash() throws {
        let sample = try SampleArchive()
        let server = try ServedProgram(archive: sample.path)
        let reply = try server.request("/chart.svg?model_name=gpt-4&hours=1&\(Self.at)")
        #expect(reply.status == 200 && reply.headers["content-type"] == "image/svg+xml; charset=utf-8")
        #expect(XMLCheck(reply.body).failure == nil)
        let file = Checkout.root.appending(path: "Sources/Rendering/Page/chart.css")
        let digest = try Program(URL(fileURLWithPath: "/usr/bin/env")).run(
            "sh", "-c", "openssl dgst -sha256 -binary \"$0\" | openssl base64", file.path)
        let hash = digest.stdout.trimmingCharacters(in: .whitespacesAndNewlines)
        #expect(reply.headers["content-security-policy"] == "default-src 'none'; style-src 'sha256-\(hash)'")
    }

    @Test(
        "a badge tells the state of a model",
        arguments: [
            ("model_name=gpt-4&\(at)", "gpt-4: p95 195 ms (warning)"), ("model_name=gpt-4", "gpt-4: stale (stale)"),
            ("model_name=gpt-4&lang=ko&\(at)", "gpt-4: p95 195 ms (주의)"),
            ("model_name=none&\(at)", "none: no data (no data)"),
        ])
    func badge(query: String, label: String) throws {
        let sample = try SampleArchive()
        let reply = try ServedProgram(archive: sample.path).request("/badge.svg?\(query)")
        #expect(reply.status == 200)
        #expect(XMLCheck(reply.body).elements.first?.attributes["aria-label"] == label)
    }

    @Test("without an archive the page says what makes one; pictures and pages of a model say that there is none")
    func noArchive() throws {
        let sample = try SampleArchive(empty: true)
        let server = try ServedProgram(archive: sample.path)
        let page = try server.request("/")
        #expect(page.status == 200 && XMLCheck(page.body).text.contains("metricsctl collect"))
        #expect(try server.request("/model?name=x").status == 404)
        #expect(try server.request("/model").status == 400)
        #expect(try server.request("/badge.svg?model_name=x").status == 200)
        #expect(try server.request("/chart.svg?model_name=x").status == 200)
        #expect(try server.request("/chart.svg").status == 400)
    }

    @Test("a page that can't be shown says why in a page, and programs are told as JSON")
    func failures() throws {
        let sample = try SampleArchive()
        let server = try ServedProgram(archive: sample.path)
        let browser = ["Accept: text/html,application/xhtml+xml,*/*;q=0.8", "Accept-Language: ko"]
        for (target, status, message, top) in [
            ("/model?name=gpt-4&hours=abc", 400, #"hours must be more than 0 and at most 87600, got "abc""#, "./"),
            ("/?at=noon", 400, #"at must be a time like 2025-10-17T14:30:00+09:00, got "noon""#, "./"),
            ("/?q=a&q=b", 400, "q must be given only once", "./"), ("/<b>", 404, "there is nothing at /<b>", "./"),
            ("/models/gpt-4/", 404, "there is nothing at /models/gpt-4/", "../../"),
        ] {
            let page = try server.request(target, headers: browser)
            let check = XMLCheck(page.body)
            #expect(page.status == status && check.failure == nil && check.text.contains(message), "\(page.body)")
            #expect(page.headers["content-type"] == "text/html; charset=utf-8")
            #expect(check.all("html").first?["lang"] == "ko" && check.all("a").first?["href"] == top)
            #expect(page.headers["content-security-policy"]?.contains("style-src 'self'") == true)
            let program = try server.request(target)
            #expect(program.status == status && program.body.hasPrefix(#"{"status":"error","message":"#))
        }
        let answer = try server.request("/api/metrics/history/?hours=abc", headers: browser)
        #expect(answer.status == 400 && answer.body.hasPrefix(#"{"status":"error""#))
        #expect(try server.request("/api/nothing", headers: browser).body.hasPrefix(#"{"status":"error""#))
    }

    @Test("a slash too many behind a page is taken away, below any path of a proxy: its links lead nowhere with it")
    func lastSlash() throws {
        let sample = try SampleArchive()
        let server = try ServedProgram(archive: sample.path)
        let reply = try server.request("/model/?name=gpt-4&hours=6")
        #expect(reply.status == 308 && reply.headers["location"] == "../model?name=gpt-4&hours=6")
        #expect(try server.request("/model/").headers["location"] == "../model")
    }

    @Test("with several sources the page shows the first and leads to the others")
    func severalSources() throws {
        let sample = try SampleArchive(sources: ["one", "two"])
        let server = try ServedProgram(archive: sample.path)
        let check = XMLCheck(try server.request("/?\(Self.at)").body)
        #expect(check.failure == nil)
        let links = check.all("a").filter { $0["href"]?.hasPrefix("./?source=") == true }
        #expect(links.count == 2 && links[0]["aria-current"] == "true" && links[1]["aria-current"] == nil)
        #expect(links[1]["href"] == "./?source=two&metric_name=request_duration_seconds")
        let second = XMLCheck(try server.request("/?source=two&\(Self.at)").body)
        #expect(second.all("tr").count == 3)
        #expect(second.all("a").contains { $0["href"]?.contains("model?source=two&") == true })
    }

    @Test("a name of 4 KiB leads from the list to its own page, and neither hides the rest")
    func longName() throws {
        let sample = try SampleArchive(empty: true)
        let name = String(repeating: "가", count: 1365)
        try SampleArchive.fill(sample.path, model: Name(name))
        let server = try ServedProgram(archive: sample.path)
        let list = XMLCheck(try server.request("/?\(Self.at)").body)
        let link = try #require(list.all("a").compactMap { $0["href"] }.first { $0.hasPrefix("model?") })
        let page = try server.request("/\(link)")
        #expect(page.status == 200)
        let check = XMLCheck(page.body)
        #expect(check.failure == nil && !check.text.contains(name) && check.text.contains("가…가"))
    }

    @Test("the language is the one that is asked for, else the browser's")
    func languages() throws {
        let sample = try SampleArchive()
        let server = try ServedProgram(archive: sample.path)
        #expect(XMLCheck(try server.request("/?lang=ko").body).all("html").first?["lang"] == "ko")
        #expect(XMLCheck(try server.request("/?lang=xx").body).all("html").first?["lang"] == "en")
    }
}

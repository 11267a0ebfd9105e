import Foundation
import TestSupport
import Testing

/// What `serve --public` answers, and what it does not.
@Suite struct PublicPageTests {
    /// Every path that links and `public.json` lead to, from the first page on.
    private func crawl(_ server: ServedProgram) throws -> [String: ServedProgram.Response] {
        var (found, next) = ([String: ServedProgram.Response](), ["/"])
        while let path = next.popLast() {
            if found[path] != nil { continue }
            let reply = try server.request(path)
            found[path] = reply
            guard path.hasSuffix("/") || path.hasSuffix(".html") else { continue }
            for match in reply.body.matches(of: /(?:href|src)="([^"#]+)/) {
                let base = try #require(URL(string: "http://x\(path)"))
                let link = try #require(URL(string: String(match.output.1), relativeTo: base)?.absoluteURL)
                if link.host() == "x" { next.append(link.path(percentEncoded: true)) }
            }
        }
        return found
    }

    @Test("every path is there, and none has a word of the inside in it or in its headers")
    func inside() throws {
        let archive = try PublicArchive()
        let server = try archive.serve()
        let found = try crawl(server)
        for path in [
            "/", "/24h.html", "/ko/7d.html", "/en/30d.html", "/feed.rss", "/ko/feed.atom", "/public.json", "/page.css",
        ] {
            #expect(found[path] != nil, "\(path)")
        }
        for id in PublicArchive.ids {
            for path in ["/models/\(id).html", "/ko/models/\(id).html", "/badges/\(id).svg", "/charts/\(id).svg"] {
                #expect(found[path] != nil, "\(path)")
            }
        }
        for (path, reply) in found.merging(
            [
                "/charts/gpt-4-30d.svg": try server.request("/charts/gpt-4-30d.svg"),
                "/healthz": try server.request("/healthz"), "/none": try server.request("/none"),
            ], uniquingKeysWith: { first, _ in first })
        {
            #expect(reply.status == (path == "/none" ? 404 : 200), "\(path)")
            let text = reply.body + reply.headers.map { "\($0): \($1)" }.joined(separator: "\n")
            for word in archive.insideWords where text.range(of: word, options: .caseInsensitive) != nil {
                Issue.record("\(path) has \(word)")
            }
        }
    }

    @Test(
        "everything else is not found, by the same page, whatever it is asked by",
        arguments: [
            "/api/", "/api/metrics/p95/", "/metrics", "/docs", "/openapi.json", "/model", "/badge.svg", "/readyz",
            "/page.js",
            "/api/v1/read", "/models/raw-gpt.html", "/models/secret-model.html", "/models/hidden.html", "/index.html",
            "/ko", "//", "/%2e%2e/",
            "/models/gpt-4.html/", "/?x",
        ])
    func notFound(path: String) throws {
        let archive = try PublicArchive(newest: nil)
        let server = try archive.serve()
        if path == "/?x" {
            // A query changes nothing.
            #expect(try server.request("/?model_name=raw-gpt&lang=xx").body == server.request("/").body)
            return
        }
        let reply = try server.request(path)
        #expect(reply.status == 404 && reply.headers["content-type"] == "text/html; charset=utf-8")
        for method in ["POST", "PUT", "DELETE", "OPTIONS", "PATCH"] {
            for place in [path, "/", "/public.json"] {
                let other = try server.request(place, method: method)
                #expect(other.status == 404 && other.headers["allow"] == nil, "\(method) \(place)")
            }
            #expect(try server.request(path, method: method).body == reply.body)
        }
        #expect(!reply.body.contains("raw-gpt"))
        #expect(try server.request(path, method: "HEAD").status == 404)
    }

    @Test("announcements have a heading of their own unless all of them stand on top")
    func announcements() throws {
        let active = try PublicArchive(newest: nil)
        let home = try active.serve().request("/en/").body
        #expect(home.contains("<h2>Now</h2>") && !home.contains("id=\"announcements\""))
        let archive = try PublicArchive()
        #expect(try archive.serve().request("/en/").body.contains("Announcements and incidents</h2>"))
    }

    @Test("answers are kept, and asked about again; pages let nothing in from elsewhere")
    func headers() throws {
        let archive = try PublicArchive()
        let server = try archive.serve()
        let page = try server.request("/")
        #expect(page.headers["cache-control"] == "no-cache")
        // Too short to be compressed, which would be told, too.
        #expect(try server.request("/badges/gpt-4.svg").headers["vary"] == "Accept-Language")
        let policy = try #require(page.headers["content-security-policy"])
        #expect(policy.hasPrefix("default-src 'none'; style-src 'self'; img-src 'self';"))
        #expect(policy.hasSuffix("frame-ancestors 'none'") && !page.body.contains("<script"))
        let tag = try #require(page.headers["etag"])
        #expect(try server.request("/", headers: ["If-None-Match: \(tag)"]).status == 304)
        #expect(try server.request("/public.json").headers["access-control-allow-origin"] == "*")
    }

    @Test("the language is what the path names, else what the configuration says, else what the browser asks for")
    func languages() throws {
        let archive = try PublicArchive()
        let server = try archive.serve()
        #expect(try server.request("/").body.contains("<html lang=\"en\">"))
        #expect(
            try server.request("/", headers: ["Accept-Language: ko-KR,en;q=0.5"]).body.contains("<html lang=\"ko\">"))
        #expect(try server.request("/en/", headers: ["Accept-Language: ko"]).body.contains("<html lang=\"en\">"))
        let fixed = try PublicArchive(page: "language: ko")
        let korean = try fixed.serve()
        #expect(try korean.request("/", headers: ["Accept-Language: en"]).body.contains("<html lang=\"ko\">"))
        let words = try korean.request("/").body
        #expect(["달성", "미달성", "판단 불가"].allSatisfy(words.contains))
    }

    @Test("names and texts are text, whatever is in them")
    func hostile() throws {
        let archive = try PublicArchive()
        let server = try archive.serve()
        for (path, reply) in try crawl(server) where !path.hasSuffix(".json") {
            #expect(!reply.body.contains("<script") && !reply.body.contains("<b>Old"), "\(path)")
        }
        let home = try server.request("/").body
        #expect(home.contains("&lt;b&gt;Old&lt;/b&gt; incident") && home.contains("&lt;script&gt;alert(1)"))
    }

    @Test("JSON has every public model once, with its state, its bars and no count")
    func json() throws {
        let archive = try PublicArchive()
        let server = try archive.serve()
        let text = try server.request("/public.json").body
        let all = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        let models = try #require(all["models"] as? [[String: Any]])
        #expect(all["schema"] as? Int == 1 && all["fresh"] as? Bool == true && all["complete"] as? Bool == true)
        #expect(models.compactMap { $0["id"] as? String } == PublicArchive.ids)
        #expect(models.compactMap { $0["state"] as? String } == ["good", "danger", "no_traffic", "no_data"])
        let objectives = try #require(models[0]["objectives"] as? [[String: Any]])
        #expect(objectives.compactMap { $0["measure"] as? String } == ["ttft", "e2e"])
        let gpt = try #require((models[1]["objectives"] as? [[String: Any]])?.first?["last_24h"] as? [[String: Any]])
        #expect(gpt.count == 24 && gpt.last?["running"] as? Bool == true)
        // An hour ago and before, all took 100 to 250 ms; then half of them more than 500 ms.
        #expect(gpt[22]["outcome"] as? String == "not_met" || gpt[23]["outcome"] as? String == "not_met")
        #expect(gpt[12]["outcome"] as? String == "met" && gpt[12]["share_low"] as? Double == 1)
        let announcements = try #require(all["announcements"] as? [[String: Any]])
        #expect(announcements.compactMap { $0["severity"] as? String } == ["minor", "critical"])
        #expect(announcements[0]["models"] as? [String] == ["llama-3-1-70b"])
    }

    @Test("without an archive, and with one that can't be read, the page says that nothing is known, and no path")
    func broken() throws {
        let empty = try PublicArchive(newest: nil)
        let page = try empty.serve().request("/en/models/gpt-4.html")
        #expect(page.status == 200 && page.body.contains("<strong>No data</strong>"))
        let none = try PublicArchive(hasObjectives: false)
        #expect(try none.serve().request("/en/").body.contains("No objective is set for this model."))
        let stale = try PublicArchive(newest: 1_760_679_000)
        let old = try stale.serve().request("/en/models/gpt-4.html").body
        #expect(old.contains("<strong>No data</strong>") && !old.contains("Very slow"))
        let broken = try PublicArchive()
        try Data(repeating: 0x55, count: 9000).write(to: URL(filePath: broken.path))
        let server = try broken.serve()
        let reply = try server.request("/en/")
        #expect(reply.status == 503 && reply.body.contains("Not available at the moment"))
        #expect(try !reply.body.contains("inside-archive") && server.request("/healthz").status == 200)
    }

    @Test("what can be no page is told at the start")
    func refusals() throws {
        let folder = try TemporaryFolder()
        func run(_ text: String, _ arguments: [String] = []) throws -> MetricsctlRun {
            try Data(text.utf8).write(to: folder.url.appending(path: "c.yaml"))
            return try MetricsctlRun(
                ["serve", "--public", "--port", "0", "--config", folder.path("c.yaml"), "--db", folder.path("a.db")]
                    + arguments)
        }
        let none = try run("models: [{match: \"*\", name: All}]")
        #expect(
            none.status == 1
                && none.errors.hasPrefix(
                    "metricsctl: the page for customers would be empty: no model is public\nhint: ")
        )
        let unnamed = try run("models: [{match: \"gpt-4*\", public: true}]")
        #expect(unnamed.status == 64 && unnamed.errors.contains("c.yaml:1:36: a public model needs name"))
        let same = try run("models: [{match: a, name: A b, public: true}, {match: b, name: a-B, public: true}]")
        #expect(same.status == 64 && same.errors.contains("two public models would have the address a-b"))
        let model = "\nmodels: [{match: a, name: A, public: true}]"
        #expect(
            try run("page: {language: xx}\(model)").errors.contains(
                "page.language is none that there is: xx, there are en, ko"))
        #expect(
            try run("page: {timezone: Mars/Olympus}\(model)").errors.contains(
                "c.yaml:1:18: timezone must be a time zone that this machine knows"))
        try Data("language: de\nlanguage.name: Deutsch\n".utf8).write(to: folder.url.appending(path: "de.txt"))
        #expect(
            try run("page: {language_file: de.txt}\(model)").errors.contains(
                "de.txt: it has no words for announcement.from"))
        let token = try run(model, ["--token-file", "x"])
        #expect(token.status == 64 && token.errors.contains("--public cannot be combined with --token-file"))
    }

    @Test("is all that is served where the configuration says so")
    func configured() throws {
        let archive = try PublicArchive(page: "public: true")
        let server = try ServedProgram(archive: archive.path, arguments: ["--config", archive.configuration])
        for (path, status) in [("/", 200), ("/public.json", 200), ("/api/models/", 404), ("/metrics", 404)] {
            let reply = try server.request(path)
            #expect(reply.status == status, "\(path)")
            for word in archive.insideWords { #expect(!reply.body.localizedCaseInsensitiveContains(word)) }
        }
        try Data("token-of-somebody-inside\n".utf8).write(to: archive.folder.url.appending(path: "tokens"))
        let refused = try MetricsctlRun(
            [
                "serve", "--port", "0", "--db", archive.path, "--token-file", archive.folder.path("tokens"), "--config",
                archive.configuration,
            ])
        #expect(refused.status == 64 && refused.errors.contains("page.public of the configuration cannot be combined"))
    }
}

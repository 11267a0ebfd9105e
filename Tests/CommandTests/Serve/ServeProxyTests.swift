import Foundation
import TestSupport
import Testing

/// The pages below a path of a proxy, and inside pages of others.
@Suite struct ServeProxyTests {
    private static let at = "at=2025-10-17T14:32:30%2B09:00"

    /// Where everything that a page links to is, for a browser that is at `address`; empty where it is below `/status/`.
    private func astray(_ page: String, at address: String) throws -> [String] {
        let check = XMLCheck(page)
        #expect(check.failure == nil)
        let links = check.elements.flatMap { element in
            ["href", "src", "action"].compactMap { element.attributes[$0] }.filter { !$0.hasPrefix("#") }
        }
        #expect(links.count > 2)
        let base = try #require(URL(string: address))
        return links.compactMap { URL(string: $0, relativeTo: base)?.absoluteString }
            .filter { !$0.hasPrefix("http://example.org/status/") }
    }

    @Test(
        "all that a page links to stays below the path that the proxy has taken away, with and without the last slash")
    func prefix() throws {
        let sample = try SampleArchive(sources: ["one", "two"])
        let server = try ServedProgram(archive: sample.path)
        for prefix in ["/status", "/status/"] {
            let header = ["X-Forwarded-Prefix: \(prefix)", "Accept: text/html"]
            let list = try server.request("/?\(Self.at)", headers: header)
            #expect(list.status == 200)
            for address in ["http://example.org/status", "http://example.org/status/"] {
                #expect(try astray(list.body, at: address) == [])
            }
            let model = try server.request("/model?name=gpt-4&\(Self.at)", headers: header)
            #expect(try astray(model.body, at: "http://example.org/status/model") == [])
            let failure = try server.request("/?at=noon", headers: header)
            #expect(failure.status == 400)
            #expect(try astray(failure.body, at: "http://example.org/status") == [])
        }
    }

    @Test("a page that was made for one path is never another visitor's, here or in a cache on the way")
    func poisoning() throws {
        let sample = try SampleArchive()
        let server = try ServedProgram(archive: sample.path)
        let target = "/?\(Self.at)"
        let plain = try server.request(target)
        let below = try server.request(target, headers: ["X-Forwarded-Prefix: /elsewhere"])
        #expect(below.body.contains("\"/elsewhere/page.css\"") && below.headers["etag"] != plain.headers["etag"])
        #expect(try server.request(target).body == plain.body)
        let all = try server.exchange("GET / HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n")
        for name in ["Accept-Language", "X-Forwarded-Prefix", "Accept-Encoding"] {
            #expect(all.contains("\r\nVary: \(name)\r\n"))
        }
        for evil in ["//evil.example", "https://evil.example", "/a\"><script>", "/../.."] {
            #expect(try server.request(target, headers: ["X-Forwarded-Prefix: \(evil)"]).body == plain.body)
        }
    }

    @Test("no page may show these in a frame, unless a flag says which")
    func frames() throws {
        let sample = try SampleArchive()
        let allowed = "'self' https://wiki.example.org"
        for (arguments, policy) in [
            ([], "frame-ancestors 'none'"), (["--frame-ancestors", allowed], "frame-ancestors \(allowed)"),
        ] {
            let server = try ServedProgram(archive: sample.path, arguments: arguments)
            for target in ["/", "/model?name=gpt-4", "/?at=noon", "/nope"] {
                let reply = try server.request(target, headers: ["Accept: text/html"])
                #expect(reply.headers["content-security-policy"]?.hasSuffix("; \(policy)") == true, "\(target)")
            }
            let answer = try server.request("/api/metrics/p95/")
            #expect(answer.headers["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'")
        }
        let wrong = try MetricsctlRun(["serve", "--frame-ancestors", "https://a; script-src *"])
        #expect(wrong.status == 64 && wrong.errors.contains("--frame-ancestors must be a list like"))
    }
}

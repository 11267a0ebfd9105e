import NIOHTTP1
import Testing

@testable import Server

@Suite("Forwarded prefixes")
struct ForwardedPrefixTests {
    @Test(
        "are paths of plain segments, and end in a slash here",
        arguments: [("/status", "/status/"), ("/status/", "/status/"), ("/a-b/c.d_~", "/a-b/c.d_~/")])
    func taken(value: String, path: String) {
        #expect(ForwardedPrefix.path(["X-Forwarded-Prefix": value]) == path)
        #expect(ForwardedPrefix.path(["x-forwarded-prefix": value]) == path)
    }

    @Test(
        "that could lead to another host, climb or break out of an attribute are not taken",
        arguments: [
            "", "/", "//", "//evil.example", "/a//b", "status", "https://evil.example/", "/../a", "/a/./b", "/a?b",
            "/a#b",
            "/a b", "/a\"onload=x", "/a<b", "/a%2f..", "/\\evil.example", "/a,/b", "/\u{E9}",
            "/" + String(repeating: "a", count: 256),
        ])
    func refused(value: String) { #expect(ForwardedPrefix.path(["X-Forwarded-Prefix": value]) == nil) }

    @Test("are none where there are two")
    func twice() {
        #expect(ForwardedPrefix.path(["X-Forwarded-Prefix": "/a", "X-Forwarded-Prefix": "/a"]) == nil)
        #expect(ForwardedPrefix.path([:]) == nil)
    }
}

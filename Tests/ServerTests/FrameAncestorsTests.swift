import Testing

@testable import Server

@Suite("Frame ancestors")
struct FrameAncestorsTests {
    @Test(
        "are a list of sources",
        arguments: [
            "'none'", "'self'", "*", "https:", "https://wiki.example.org", "'self' https://*.example.org:8443",
            "http://localhost:3000 http://[::1]:3000", "wiki.example.org", "http://grafana:*",
        ])
    func taken(list: String) { #expect(FrameAncestors(list)?.text == list) }

    @Test("have one space between them")
    func spaces() { #expect(FrameAncestors("  'self'   https: ")?.text == "'self' https:") }

    @Test(
        "that would end the directive or the header, or mean nothing, are refused",
        arguments: [
            "", " ", "self", "'none' 'self'", "'unsafe-inline'", "https://a;script-src *", "https://a,https://b",
            "https://a\r\nX: y", "https://a/path", "https://é.example", "none", "javascript:alert(1)", "//", ":",
            "'self",
        ])
    func refused(list: String) { #expect(FrameAncestors(list) == nil, "\(list)") }
}

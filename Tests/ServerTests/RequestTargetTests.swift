import Testing

@testable import Server

@Suite("Request targets")
struct RequestTargetTests {
    @Test(
        "are split at the first question mark, below any host",
        arguments: [
            ("/", "/", ""), ("/a/b/?x=1&y=2", "/a/b/", "x=1&y=2"), ("/a?b?c", "/a", "b?c"), ("/?", "/", ""),
            ("http://host:80/a?b", "/a", "b"), ("http://host?b", "", "b"), ("http://host", "", ""),
            ("/a?u=http://h/p", "/a", "u=http://h/p"),
        ])
    func parts(text: String, path: String, query: String) {
        let target = RequestTarget(text)
        #expect(target.path == path)
        #expect(target.query == query)
    }

    @Test("of pages with a slash too many lead to the page without it, beside them")
    func extraSlash() {
        #expect(RequestTarget("/model/?name=a").place(of: .modelPage)?.hasSuffix("/model?name=a") == true)
        #expect(RequestTarget("/model?name=a").place(of: .modelPage) == nil)
        #expect(RequestTarget("/api/models/").place(of: .kept) == nil)
    }
}

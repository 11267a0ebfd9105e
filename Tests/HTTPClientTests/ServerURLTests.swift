import Testing

@testable import HTTPClient

@Suite("Server URLs")
struct ServerURLTests {
    @Test(
        "a usable URL is normalised",
        arguments: [
            ("http://localhost:9090", "http://localhost:9090"),
            ("http://localhost:9090///", "http://localhost:9090"),
            ("HTTPS://Mimir.Example/prometheus/", "https://mimir.example/prometheus"),
            ("https://gateway.example:8443/tenant/Team-A", "https://gateway.example:8443/tenant/Team-A"),
            ("http://[::1]:9090", "http://[::1]:9090"),
            ("http://[FE80::1%25eth0]", "http://[fe80::1%25eth0]"),
            ("http://10.0.0.7", "http://10.0.0.7"),
            ("http://host:0080/a%20b", "http://host:80/a%20b"),
        ])
    func usable(text: String, normalised: String) throws {
        #expect(try ServerURL(text).text == normalised)
    }

    @Test("endpoints lie below the path prefix")
    func endpoints() throws {
        #expect(try ServerURL("http://h:1/p/").endpoint("api/v1/query") == "http://h:1/p/api/v1/query")
        #expect(try ServerURL("https://h").endpoint("api/v1/query_range") == "https://h/api/v1/query_range")
    }

    @Test(
        "an unusable URL is refused for its own reason",
        arguments: [
            ("", ServerURLError.empty),
            ("localhost:9090", .noScheme("localhost:9090")),
            ("prometheus", .noScheme("prometheus")),
            ("ftp://host", .scheme("ftp")),
            ("unix:///run/p.sock", .scheme("unix")),
            ("http://", .host("http://")),
            ("http:///path", .host("http:///path")),
            ("http://ho st", .host("http://ho st")),
            ("http://[::1", .host("http://[::1")),
            ("http://[localhost]", .host("http://[localhost]")),
            ("http://h:", .port("http://h:")),
            ("http://h:0", .port("http://h:0")),
            ("http://h:65536", .port("http://h:65536")),
            ("http://h:9o90", .port("http://h:9o90")),
            ("http://h:-1", .port("http://h:-1")),
            ("http://[::1]9090", .port("http://[::1]9090")),
            ("http://h/a b", .path("http://h/a b")),
            ("http://h/\u{1B}[31m", .path("http://h/ [31m")),
            ("http://h/?token=s3cret", .query),
            ("http://h#s3cret", .query),
        ])
    func unusable(text: String, error: ServerURLError) {
        #expect(throws: error) { try ServerURL(text) }
    }

    @Test(
        "a password never gets into a message",
        arguments: [
            "http://me:s3cret@host", "me:s3cret@host:9090", "ftp://me:s3cret@host", "http://s3cret@host",
            "http://me:12/s3cret@host", "http://me:s3c?s3cret#ret@host", "http://host/?password=s3cret",
        ])
    func secrets(text: String) throws {
        let error = #expect(throws: ServerURLError.self) { try ServerURL(text) }
        let told = try #require(error).message + (error?.hint?.text { setting, _ in setting.rawValue } ?? "")
        #expect(!told.contains("s3c"))
        #expect(error == .credentials || error == .query)
    }

    @Test("a URL without a scheme is answered with the one that was meant")
    func schemeHint() {
        let error = #expect(throws: ServerURLError.self) { try ServerURL("localhost:9090") }
        #expect(error?.message == "the server's URL 'localhost:9090' has no scheme")
        #expect(error?.hint == "try http://localhost:9090")
    }
}

import Testing

@testable import Server

@Suite("Accept-Encoding")
struct AcceptEncodingTests {
    private func takesGzip(_ header: String) -> Bool { AcceptEncoding.takesGzip(header.split(separator: ",")) }

    @Test(
        "takes gzip where it is named, or all are, with a weight",
        arguments: ["gzip", "x-gzip", "br, GZIP;q=0.1", "*", "identity;q=0.5, *;q=0.1", "gzip ; q=1.0", "*;q=0, gzip"])
    func takes(header: String) { #expect(takesGzip(header)) }

    @Test(
        "takes none where it is not named, or refused by name",
        arguments: ["", "br", "gzip;q=0", "gzip;q=0.000", "*;q=0", "gzip;q=0, *", "*, gzip;q=0", "gzip;q=x", "gzipped"])
    func refuses(header: String) { #expect(!takesGzip(header)) }
}

import Foundation
import TestSupport
import Testing

/// Requests that nobody's Prometheus makes.
@Suite("Hostile remote reads")
struct HostileReadTests {
    /// Protobuf and Snappy by hand, so that nothing of ours has a part in it.
    private static func field(_ number: UInt8, _ bytes: [UInt8]) -> [UInt8] {
        [number << 3 | 2] + varint(bytes.count) + bytes
    }

    private static func varint(_ value: Int) -> [UInt8] {
        value < 128 ? [UInt8(value)] : [UInt8(value & 0x7f | 0x80)] + varint(value >> 7)
    }

    /// As one literal after the other, nothing compressed.
    private static func snappy(_ bytes: [UInt8]) -> [UInt8] {
        var result = varint(bytes.count)
        for start in stride(from: 0, to: bytes.count, by: 60) {
            let piece = bytes[start..<min(start + 60, bytes.count)]
            result += [UInt8(piece.count - 1) << 2] + piece
        }
        return result
    }

    private static func matcher(_ kind: UInt8, _ label: String, _ value: String) -> [UInt8] {
        field(3, [1 << 3, kind] + field(2, Array(label.utf8)) + field(3, Array(value.utf8)))
    }

    private static func query(_ matchers: [UInt8]) -> [UInt8] {
        field(1, [1 << 3, 0, 2 << 3] + varint(1_760_679_000_000) + matchers)
    }

    private static let good = query(matcher(0, "source", "default"))

    private let sample: SampleArchive
    private let server: ServedProgram

    init() throws {
        sample = try SampleArchive()
        server = try ServedProgram(archive: sample.path, arguments: ["--quiet"])
    }

    private func ask(_ body: [UInt8], headers: [String] = ["Content-Type: application/x-protobuf"]) throws
        -> (status: Int, type: String?)
    {
        let file = sample.directory.appending(path: UUID().uuidString)
        try Data(body).write(to: file)
        let curl = Program(URL(fileURLWithPath: "/usr/bin/curl"))
        let answer = try curl.run(
            ["-sS", "-o", "/dev/null", "-w", "%{http_code} %{content_type}", "--max-time", "30"]
                + headers.flatMap { ["-H", $0] } + ["--data-binary", "@\(file.path)", "\(server.url)/api/v1/read"])
        let words = answer.stdout.split(separator: " ", maxSplits: 1)
        return (words.first.flatMap { Int($0) } ?? 0, words.dropFirst().first.map(String.init))
    }

    @Test("a request that is well-formed is answered, in the form that it takes")
    func forms() throws {
        #expect(try ask(Self.snappy(Self.good)) == (200, "application/x-protobuf"))
        let chunked = try ask(Self.snappy(Self.good + [2 << 3, 1]))
        #expect(chunked == (200, "application/x-streamed-protobuf; proto=prometheus.ChunkedReadResponse"))
        #expect(try ask(Self.snappy([])).status == 200)
    }

    @Test("what is no request is refused, and others are answered")
    func refused() throws {
        let bomb = Self.varint(1 << 31) + Array(repeating: 0xfe, count: 1000)
        let matchers = Self.matcher(0, "source", "default") + (0..<200).flatMap { _ in Self.matcher(1, "a", "b") }
        let queries: [UInt8] = (0..<100).flatMap { _ in Self.good }
        let cases: [[UInt8]] = [
            [], [0xff], bomb, [100, 0xfe, 1, 0], [5, 0, 65], [3, 8, 65, 66, 67, 68],
            Self.snappy([0xff, 0xff]), Self.snappy([1 << 3 | 2, 200]), Self.snappy([1 << 3 | 3]),
            Self.snappy(Self.query(Self.matcher(9, "source", "default"))),
            Self.snappy(Self.query(Self.matcher(2, "source", "("))),
            Self.snappy(Self.query(Self.matcher(2, "source", "(?i)a"))),
            Self.snappy(Self.query(Self.matcher(2, "source", "((a{1000}){1000}){1000}"))),
            Self.snappy(Self.query(matchers)), Self.snappy(queries),
        ]
        for (index, body) in cases.enumerated() {
            #expect(try ask(body).status == 400, "\(index)")
            #expect(try server.request("/api/metrics/p95/").status == 200)
        }
        #expect(try ask(Array(repeating: 0, count: 100_000)).status == 413)
        #expect(try ask(Self.snappy(Self.good), headers: ["Content-Type: text/plain"]).status == 415)
    }

    /// What is answered to a request that never comes to its end, and whether the connection is closed then.
    private func answer(to head: String, then bytes: [UInt8] = [], times: Int = 0) throws -> (
        text: String, isClosed: Bool
    ) {
        let descriptor = try Loopback.connection(port: server.port)
        defer { close(descriptor) }
        var limit = timeval(tv_sec: 5, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        for part in [Array(head.utf8)] + Array(repeating: bytes, count: times) {
            if send(descriptor, part, part.count, Int32(MSG_NOSIGNAL)) < 0 { break }
        }
        var (text, buffer) = ("", [UInt8](repeating: 0, count: 4096))
        while true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            if count <= 0 { return (text, count == 0) }
            text += String(decoding: buffer[..<count], as: UTF8.self)
        }
    }

    @Test(
        "what is too long is refused as soon as that is known, and the connection closed",
        arguments: [
            ("/api/v1/read", "413"), ("/api/v1/read/", "413"), ("/api/metrics/p95/", "405"), ("/nowhere", "404"),
        ])
    func tooLong(path: String, status: String) throws {
        let head = "POST \(path) HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-protobuf\r\n"
        let announced = try answer(to: head + "Content-Length: 99999999999\r\n\r\n")
        #expect(announced.text.hasPrefix("HTTP/1.1 \(status) ") && announced.isClosed, "\(announced)")
        let chunk = Array("10000\r\n".utf8) + [UInt8](repeating: 65, count: 0x10000) + Array("\r\n".utf8)
        let endless = try answer(to: head + "Transfer-Encoding: chunked\r\n\r\n", then: chunk, times: 80)
        #expect(endless.text.hasPrefix("HTTP/1.1 \(status) ") && endless.isClosed, "\(endless)")
        #expect(try server.request("/api/metrics/p95/").status == 200)
    }

    @Test("a thousand at once are answered or refused, and everybody else is answered meanwhile")
    func many() throws {
        let file = sample.directory.appending(path: "many")
        try Data(Self.snappy(Self.query(Self.matcher(2, "source", "(a|b|c|d)*(.?.?.?.?.?){20}default")))).write(
            to: file)
        let curl = try Program(URL(fileURLWithPath: "/usr/bin/curl")).launch(
            [
                "-s", "--parallel", "--parallel-max", "200", "-H", "Content-Type: application/x-protobuf",
                "--data-binary", "@\(file.path)", "\(server.url)/api/v1/read?[1-1000]",
            ], stdout: sample.directory.appending(path: "out"), stderr: sample.directory.appending(path: "err"))
        for _ in 0..<20 {
            #expect(try server.request("/api/metrics/p95/").status == 200)
        }
        curl.waitUntilExit()
        #expect(try server.request("/healthz").status == 200)
    }

    @Test("no other method, no token, no origin of a page's own")
    func access() throws {
        #expect(try server.request("/api/v1/read").status == 405)
        #expect(try server.request("/api/v1/read").headers["allow"] == "POST, OPTIONS")
        let preflight = try server.request("/api/v1/read", method: "OPTIONS", headers: ["Origin: http://evil.example"])
        #expect(preflight.status == 204 && preflight.headers["access-control-allow-origin"] == nil)
        let tokens = sample.directory.appending(path: "tokens")
        try "correct-horse-battery-staple\n".write(to: tokens, atomically: true, encoding: .utf8)
        let closed = try ServedProgram(archive: sample.path, arguments: ["--token-file", tokens.path])
        let refused = try closed.request(
            "/api/v1/read", method: "POST", headers: ["Content-Type: application/x-protobuf"],
            options: ["--data-binary", "x"])
        #expect(refused.status == 401 && refused.headers["access-control-allow-origin"] == nil)
        let admitted = try closed.request(
            "/api/v1/read", method: "POST", headers: ["Content-Type: application/x-protobuf"],
            options: ["--data-binary", "x", "--oauth2-bearer", "correct-horse-battery-staple"])
        #expect(admitted.status == 400)
    }
}

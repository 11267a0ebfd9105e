import Foundation
import TestSupport
import Testing

@Suite struct ServeLimitsTests {
    @Test("a request that is too long, or none at all, is told so in JSON")
    func tooLong() throws {
        let sample = try SampleArchive()
        let server = try ServedProgram(archive: sample.path)
        let long = String(repeating: "a", count: 16_000)
        let target = try server.request("/api/metrics/p95/?model_name=\(long)")
        #expect(target.status == 414)
        #expect(target.body == #"{"status":"error","message":"the URL is longer than 16000 bytes"}"# + "\n")
        let head = try server.request("/api/metrics/p95/", headers: ["X: " + String(repeating: "a", count: 40_000)])
        #expect(head.status == 431 && head.body.hasPrefix(#"{"status":"error","message":"#))
        let garbage = try server.exchange("garbage\\r\\n\\r\\n")
        #expect(garbage.hasPrefix("HTTP/1.1 400 "))
        #expect(garbage.hasSuffix("\r\n\r\n" + #"{"status":"error","message":"this is not HTTP"}"# + "\n"))
    }

    @Test("requests in one piece are answered in their order, and all before the end of those who half close")
    func pipelined() throws {
        let sample = try SampleArchive()
        let server = try ServedProgram(archive: sample.path)
        let answers = try server.exchange(
            "GET /healthz HTTP/1.1\\r\\nHost: x\\r\\n\\r\\nGET /api/health/ HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n"
                + "GET /nope HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n")
        #expect(ServedProgram.statuses(answers) == ["200", "503", "404"])
    }

    @Test("where no more files may be open, those who are slow make way")
    func fewFiles() throws {
        let sample = try SampleArchive()
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = [
            "-c", "ulimit -n 128; exec \"$0\" serve --port 0 --quiet --db \"$1\"", MetricsctlRun.url.path, sample.path,
        ]
        process.standardInput = FileHandle.nullDevice
        let server = try ServedProgram(process)
        let slow = try (0..<300).map { _ in try SlowConnection(port: server.port) }
        for _ in 0..<3 { #expect(try server.request("/readyz").status == 200) }
        for connection in slow { connection.close() }
        #expect(try server.request("/readyz").status == 200)
    }
}

import Foundation
import TestSupport
import Testing

@Suite struct ServeKeepingTests {
    private static let at = "at=2025-10-17T14:32:30%2B09:00"
    private static let history = "/api/metrics/history/?hours=2&\(at)"

    @Test("what the client has is a 304 without a body, until it is another answer")
    func notModified() throws {
        let sample = try SampleArchive()
        let server = try ServedProgram(archive: sample.path)
        let target = "/api/metrics/p95/?at=2025-10-17T14:40:00%2B09:00"
        let first = try server.request(target)
        let tag = try #require(first.headers["etag"])
        for known in [tag, "W/\(tag)", "\"other\", \(tag)", "*"] {
            let reply = try server.request(target, headers: ["If-None-Match: \(known)"])
            #expect(reply.status == 304 && reply.body.isEmpty)
            #expect(reply.headers["etag"] == tag && reply.headers["content-type"] == nil)
        }
        #expect(try server.request(target, headers: ["If-None-Match: \"other\""]).status == 200)

        try SampleArchive.fill(sample.path, newest: SampleArchive.newest + 300)
        let second = try server.request(target, headers: ["If-None-Match: \(tag)"])
        #expect(second.status == 200 && second.headers["etag"] != tag)
        #expect(second.body.contains("2025-10-17T14:35:00+09:00"))
    }

    @Test("a compressed answer has the same content and another tag")
    func compressed() throws {
        let sample = try SampleArchive()
        let server = try ServedProgram(archive: sample.path)
        let plain = try server.request(ServeKeepingTests.history)
        #expect(plain.headers["content-encoding"] == nil && plain.headers["vary"] == "Accept-Encoding")
        for _ in 0..<2 {
            let gzipped = try server.request(ServeKeepingTests.history, options: ["--compressed"])
            #expect(gzipped.status == 200 && gzipped.body == plain.body)
            #expect(gzipped.headers["content-encoding"] == "gzip")
            #expect(gzipped.headers["etag"] != plain.headers["etag"])
            let tag = try #require(gzipped.headers["etag"])
            #expect(
                try server.request(
                    ServeKeepingTests.history, headers: ["If-None-Match: \(tag)"], options: ["--compressed"]
                ).status == 304)
        }
        let refused = try server.request(ServeKeepingTests.history, headers: ["Accept-Encoding: gzip;q=0, identity"])
        #expect(refused.headers["content-encoding"] == nil && refused.body == plain.body)
    }

    @Test("a kept answer needs neither SQL nor a lock: it comes while another process has locked the file")
    func withoutSQL() throws {
        let sample = try SampleArchive()
        let server = try ServedProgram(archive: sample.path)
        let target = "/api/metrics/p95/?\(ServeKeepingTests.at)"
        let free = try server.request(target)
        #expect(free.status == 200)
        let lock = try LockedFile(path: sample.path)
        #expect(try server.request(target).body == free.body)
        let asksArchive = try server.request("/api/metrics/?\(ServeKeepingTests.at)")
        #expect(asksArchive.status == 503)
        #expect(asksArchive.body == #"{"status":"error","message":"the archive is busy, try again"}"# + "\n")
        #expect(try server.request("/healthz").status == 200)
        lock.release()
        #expect(try server.request("/api/metrics/?\(ServeKeepingTests.at)").status == 200)
    }

    @Test("what a killed writer left half done is rolled back by the next request and not served")
    func hotJournal() throws {
        let sample = try SampleArchive()
        let server = try ServedProgram(archive: sample.path)
        let target = "/api/metrics/p95/?\(ServeKeepingTests.at)"
        let before = try server.request(target).body
        try KilledWriter.run(on: sample.path)
        #expect(try server.request(target).body == before)
        // Also by a server that has not kept it.
        try KilledWriter.run(on: sample.path)
        #expect(try ServedProgram(archive: sample.path).request(target).body == before)
    }

    @Test(
        "everything has the headers that keep browsers out of trouble", arguments: ["/api/metrics/p95/", "/nope", "/"])
    func headers(path: String) throws {
        let sample = try SampleArchive()
        let reply = try ServedProgram(archive: sample.path).request(path)
        #expect(reply.headers["x-content-type-options"] == "nosniff")
        #expect(reply.headers["referrer-policy"] == "no-referrer")
        #expect(reply.headers["content-security-policy"]?.hasPrefix("default-src 'none'") == true)
        #expect(reply.headers["server"] == nil)
    }
}

/// Has another process hold the file's exclusive lock.
private final class LockedFile {
    private let process = Process()
    private let input = Pipe()

    init(path: String) throws {
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [
            "python3", "-c",
            """
            import sqlite3, sys
            file = sqlite3.connect(sys.argv[1], isolation_level=None)
            file.execute("BEGIN EXCLUSIVE")
            print("locked", flush=True)
            sys.stdin.read()
            """, path,
        ]
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        _ = try output.fileHandleForReading.read(upToCount: 1)
    }

    func release() {
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
    }
}

/// A transaction of which some pages are in the file when its process is killed.
private enum KilledWriter {
    static func run(on path: String) throws {
        let python = Program(URL(fileURLWithPath: "/usr/bin/env"))
        let result = try python.run(
            "python3", "-c",
            """
            import os, signal, sqlite3, sys
            file = sqlite3.connect(sys.argv[1], isolation_level=None)
            file.execute("PRAGMA cache_size = 2")
            file.execute("BEGIN IMMEDIATE")
            file.execute("DELETE FROM hot")
            for key in range(100): file.execute("INSERT INTO hot VALUES(?, zeroblob(40000))", (key,))
            assert os.path.getsize(sys.argv[1] + "-journal") > 0
            os.kill(os.getpid(), signal.SIGKILL)
            """, path)
        #expect(result.exitCode == SIGKILL, "\(result.stderr)")
    }
}

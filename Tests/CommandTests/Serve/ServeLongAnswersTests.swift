import Foundation
import TestSupport
import Testing

/// Answers of megabytes, and clients that take them as they like.
@Suite struct ServeLongAnswersTests {
    private static let target = "/api/metrics/history/?hours=24&step=5m&at=\(LargeArchive.end)"

    @Test("a long answer has the bytes of its command, whichever way it is asked for, and is a 304 where it is known")
    func sameBytes() throws {
        let large = try LargeArchive(models: 40)
        let server = try ServedProgram(archive: large.path)
        let command = try MetricsctlRun(
            ["history", "--hours", "24", "--step", "5m", "--at", LargeArchive.end, "--json", "--db", large.path])
        #expect(command.status == 0 && command.output.utf8.count > 2 << 20)
        let data = try #require(
            try JSONSerialization.jsonObject(with: Data(command.output.utf8)) as? [String: Any])["data"]
        let models = try #require(data as? [[String: Any]])
        #expect(models.count == 40 && models.allSatisfy { ($0["data_points"] as? [Any])?.count == 288 })

        let plain = try server.request(Self.target)
        #expect(plain.body == command.output)
        #expect(plain.headers["content-length"] == String(command.output.utf8.count))
        let gzipped = try server.request(Self.target, options: ["--compressed"])
        #expect(gzipped.body == command.output && gzipped.headers["content-encoding"] == "gzip")
        let tag = try #require(plain.headers["etag"])
        #expect(try #require(gzipped.headers["etag"]) == "\(tag.dropLast())-gzip\"")
        #expect(try server.request(Self.target, headers: ["If-None-Match: \(tag)"]).status == 304)
        let head = try server.request(Self.target, method: "HEAD")
        #expect(head.status == 200 && head.headers["content-length"] == plain.headers["content-length"])
    }

    @Test(
        "on a kept connection whatever is asked next comes behind a long answer, which a slow client takes in its time")
    func keptConnection() throws {
        let large = try LargeArchive(models: 40)
        let server = try ServedProgram(archive: large.path)
        let answers = try Program(URL(fileURLWithPath: "/usr/bin/env")).run(
            "python3", "-c",
            """
            import http.client, sys, time
            server = http.client.HTTPConnection("127.0.0.1", int(sys.argv[1]), timeout=30)
            for pause in (0, 0.02, 0):
                server.request("GET", sys.argv[2])
                answer = server.getresponse()
                length = 0
                while piece := answer.read(50_000):
                    length += len(piece)
                    time.sleep(pause)
                server.request("GET", "/healthz")
                print(answer.status, length == int(answer.headers["Content-Length"]), server.getresponse().read())
            """, String(server.port), Self.target
        ).stdout
        #expect(answers == String(repeating: "200 True b'{\"status\":\"alive\"}\\n'\n", count: 3))
    }

    @Test("clients that take nothing of long answers hold little memory and keep nobody from an answer")
    func slowClients() throws {
        let large = try LargeArchive(models: 40)
        let server = try ServedProgram(archive: large.path)
        _ = try server.request("/api/metrics/p95/")
        let result = try Program(URL(fileURLWithPath: "/usr/bin/env")).run(
            "python3", "-c",
            """
            import socket, sys, urllib.request
            port, pid = int(sys.argv[1]), sys.argv[2]
            def memory():
                with open(f"/proc/{pid}/status") as status:
                    return int(next(line for line in status if line.startswith("VmRSS")).split()[1]) // 1024
            before, slow = memory(), []
            for number in range(150):
                client = socket.socket()
                client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
                client.connect(("127.0.0.1", port))
                client.sendall(f"GET {sys.argv[3]} HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n".encode())
                slow.append(client)
            for client in slow: client.recv(1)
            # They wait for the rest of theirs, for as long as this takes.
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/api/models/") as answer: answer.read()
            print(memory() - before, answer.status)
            """, String(server.port), String(server.process.processIdentifier), Self.target)
        let figures = result.stdout.split(separator: " ").compactMap { Double($0.trimmingCharacters(in: .newlines)) }
        try #require(figures.count == 2, "\(result.stderr)")
        // 150 whole answers would take 330 MB.
        #expect(figures[0] < 100 && figures[1] == 200)
    }
}

import Foundation
import TestSupport
import Testing

extension CollectTests {
    @Suite struct DryRuns {
        @Test("--dry-run prints the queries as they are sent, and what would be stored, and writes no file")
        func withoutArchive() throws {
            let bench = try CollectBench()
            let url = SmallServer.url
            let server = try CannedServer { .forwarded($0, to: url) }
            let result = try bench.collect("--dry-run", from: server.url)
            #expect(result.stderr == "")
            #expect(result.exitCode == 0)
            #expect(try bench.files().isEmpty)

            #expect(server.requests.count >= 2)
            for request in server.requests {
                let query = try #require(request.field("query"))
                #expect(result.stdout.contains("\n\(query)\n"))
            }
            for window in ["11:50", "11:55", "12:00"] {
                let stored =
                    "# would store the window of 2025-10-17T\(window):00+00:00: 1 model\n#   gpt-4: 15 requests, exact\n"
                #expect(result.stdout.contains(stored))
            }
            #expect(result.stdout.hasSuffix("# nothing was stored in \(bench.archive)\n"))
        }

        @Test("--dry-run with an archive asks for what is due and leaves every file as it is")
        func withArchive() throws {
            let bench = try CollectBench.filled()
            let (dump, files) = (try bench.sqlite(".dump"), try bench.files())
            let result = try bench.collect("--dry-run", at: SmallServer.noon + 1500)
            let due = result.stdout.split(separator: "\n").filter { $0.hasPrefix("# would store the window of ") }
            // The five since, which are more than the newest three.
            #expect(due.count == 5)
            #expect(try bench.sqlite(".dump") == dump)
            #expect(try bench.files() == files)
        }

        @Test("--dry-run before anything was collected shows the queries also where the server is down, and says so")
        func firstLook() throws {
            let bench = try CollectBench()
            let result = try bench.collect(
                "--dry-run", "--metric-name", "gen_ai.server.request.duration", "--model-label",
                "gen_ai.request.model", from: "http://127.0.0.1:1")
            #expect(result.exitCode == 0)
            #expect(
                result.stderr.hasPrefix(
                    "metricsctl: warning: cannot reach http://127.0.0.1:1: connection refused: these are the queries"))
            #expect(result.stdout.contains("gen_ai.request.model"))
            #expect(result.stdout.contains("gen_ai.server.request.duration"))
            #expect(result.stdout.hasSuffix("# nothing was stored in \(bench.archive)\n"))
            #expect(try bench.files().isEmpty)
        }

        @Test("--dry-run against a server that is down fails as a run does, and records nothing")
        func serverDown() throws {
            let bench = try CollectBench.filled()
            let dump = try bench.sqlite(".dump")
            let result = try bench.collect("--dry-run", from: "http://127.0.0.1:1")
            #expect(result.stderr.hasPrefix("metricsctl: cannot reach http://127.0.0.1:1: connection refused\nhint: "))
            #expect(result.exitCode == 1)
            #expect(try bench.sqlite(".dump") == dump)
        }
    }
}

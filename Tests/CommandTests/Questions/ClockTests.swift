import Foundation
import TestSupport
import Testing

/// Machines whose clock jumps: nothing that was stored is lost, and collection goes on when the clock is right again.
extension CollectTests {
    @Suite struct Clocks {
        private static let day = 86_400

        /// The requests of every window with data, by its end.
        private func requests(_ bench: CollectBench) throws -> [String: String] {
            let export = try Program.metricsctl().run(
                "archive", "export", "--format", "csv", "--db", bench.archive)
            #expect(export.exitCode == 0 && export.stderr.isEmpty)
            var found: [String: String] = [:]
            for row in export.stdout.split(separator: "\r\n").dropFirst() {
                let cells = row.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
                if !cells[5].isEmpty { found[cells[2]] = cells[5] }
            }
            return found
        }

        @Test("a clock that goes back, by a day or a year, takes nothing away", arguments: [day, 365 * day])
        func back(by seconds: Int) throws {
            let bench = try CollectBench.filled()
            let before = try requests(bench)
            #expect(before.count == 3)
            expectSilence(try bench.collect(at: SmallServer.noon - seconds))
            #expect(try requests(bench) == before)
            expectSilence(try bench.collect(at: SmallServer.noon + 300))
            #expect(try requests(bench).count > 3)
            #expect(try before.allSatisfy { try requests(bench)[$0.key] == $0.value })
            expectSilence(try Program.metricsctl().run("archive", "verify", "--db", bench.archive))
        }

        @Test("a clock that was ahead by a day hides nothing of what came in between")
        func ahead() throws {
            let bench = try CollectBench.filled()
            let straight = try CollectBench.filled()
            expectSilence(try bench.collect(at: SmallServer.noon + Self.day))
            for time in [300, 3600, Self.day + 300] {
                expectSilence(try bench.collect(at: SmallServer.noon + time))
                expectSilence(try straight.collect(at: SmallServer.noon + time))
            }
            #expect(try requests(bench) == requests(straight))
            #expect(try requests(bench).count > 10)
            expectSilence(try Program.metricsctl().run("archive", "verify", "--db", bench.archive))
        }

        @Test("a clock that is ahead takes no window away, however short windows are kept", arguments: [3, 40])
        func aheadWithRetention(days: Int) throws {
            let bench = try CollectBench.filled()
            let before = try requests(bench)
            expectSilence(try bench.collect("--retention", "2d", at: SmallServer.noon + days * Self.day))
            #expect(try bench.sqlite("select count(*) > 0 from sealed_day") == "1\n")
            let after = try requests(bench)
            #expect(before.allSatisfy { after[$0.key] == $0.value })
        }

        @Test("an archive that lay for a year is collected on")
        func aYearLater() throws {
            let bench = try CollectBench()
            expectSilence(try bench.collect(at: SmallServer.noon - 365 * Self.day))
            expectSilence(try bench.collect())
            #expect(try requests(bench).count > 3)
            expectSilence(try Program.metricsctl().run("archive", "verify", "--db", bench.archive))
        }
    }
}

import Archive
import Foundation
import Latency
import SQLiteStore
import TestSupport
import Testing

/// An archive that has named nearly as many models as it can.
extension CollectTests {
    @Suite struct Capacity {
        private let midnight = (SmallServer.noon / 86_400 + 1) * 86_400

        private func bench(named id: Int) throws -> CollectBench {
            let bench = try CollectBench.filled()
            let store = try Archive(creatingAt: bench.archive).store
            let checksum = CatalogueChecksum.series(id, source: 1, model: "old")
            try store.write([1]) { () throws(ArchiveError) in
                try store.add([StoredSeries(id: id, source: 1, model: "old", labels: [], checksum: checksum)])
            }
            return bench
        }

        @Test("is told by the first run of a day, by stat and by doctor")
        func told() throws {
            let text = "1000000 of the 1048575 models that an archive can name, all sources together, are used"
            let bench = try bench(named: 1_000_000)
            expectSilence(try bench.collect(at: SmallServer.noon + 300))
            let first = try bench.collect(at: midnight + 310)
            #expect(first.exitCode == 0 && first.stderr.contains("warning: \(text)\n"), "\(first.stderr)")
            #expect(
                try bench.sqlite("select warnings from run order by id desc limit 1").contains(
                    "models_running_out: \(text)"))
            let later = try bench.collect(at: midnight + 620)
            #expect(!later.stderr.contains(text))
            let stat = try Program.metricsctl().run("archive", "stat", "--json", "--db", bench.archive)
            #expect(stat.stdout.contains("\"warnings\":[\"\(text)\"]") && stat.stderr.contains(text))
            let doctor = try Program.metricsctl().run("doctor", "--json", "--db", bench.archive)
            #expect(
                doctor.stdout.contains(
                    "\"check\":\"archive\",\"source\":null,\"metric_name\":null,\"verdict\":\"warning\",\"reason\":\"\(text)\""
                ))
        }

        @Test("is an error when a new model comes, after which known ones go on")
        func used() throws {
            let bench = try bench(named: 1_048_575)
            expectSilence(try bench.collect(at: SmallServer.noon + 300))
            let windows = try bench.windows()
            let refused = try bench.collect("--metric-name", "queue_seconds", at: SmallServer.noon + 300)
            #expect(refused.exitCode == 1)
            #expect(
                refused.stderr.hasPrefix(
                    "metricsctl: cannot store the new model \"gpt-4\" in \(bench.archive): all 1048575 models that an archive can name are used\n"
                ))
            #expect(refused.stderr.contains("hint: collect into a new archive: --db FILE"))
            #expect(try bench.sqlite("select outcome from run where source_id = 2") == "storage\n")
            #expect(try bench.windows() == windows)
        }
    }
}

import Archive
import Collector
import HTTPClient
import Prometheus
import Questions
import SQLiteStore
import TestSupport
import Testing

@testable import Doctor

@Suite struct ExaminationTests {
    private func diagnosis(
        _ examined: ExaminedArchive, change: (inout CollectionSettings) -> Void = { _ in }
    ) throws -> Diagnosis {
        let server = try CannedPrometheus().start()
        var settings = try CollectionSettings(url: server.url)
        change(&settings)
        let archive = try Archive(readingAt: examined.path)
        let nobody = try DeadPort(.refusing)
        return DiagnosisRun(
            sources: [try ExaminedSource(settings, in: archive, userAgent: "test", now: CannedPrometheus.now)],
            archivePath: examined.path, archives: SQLiteOpener(),
            serve: try ServerURL("http://127.0.0.1:\(nobody.port)"), isServeExpected: false,
            transport: try CurlTransport(userAgent: "test"), machine: try TestMachine().machine
        ).diagnosis()
    }

    @Test("a healthy set-up has a section for the machine and one for each source, and nothing to do")
    func well() throws {
        let runs = [10, 5, 0].map { ExaminedArchive.success(minutesAgo: $0) }
        let diagnosis = try diagnosis(ExaminedArchive(told: .name, runs: runs))
        #expect(
            diagnosis.sections.map { $0.findings.map(\.check) } == [
                ["SQLite", "libcurl", "time zone", "archive", "archive writable", "archive whole", "disk", "serve"],
                [
                    "server", "clock", "metric", "model label", "scrape interval", "retention", "unit", "schedule",
                    "last run",
                ],
            ])
        #expect(diagnosis.sections.map(\.source) == [nil, "default"])
        let unwell = diagnosis.sections.flatMap(\.findings).filter { ![.ok, .skipped].contains($0.verdict) }
        #expect(unwell.filter { $0.check != "disk" }.isEmpty)
    }

    @Test("a source that the archive would refuse is told, and the rest is looked at all the same")
    func refused() throws {
        let diagnosis = try diagnosis(ExaminedArchive()) { $0.selector = #"job="a""# }
        let found = try #require(diagnosis.sections[1].findings.first { $0.check == "source" })
        #expect(found.verdict == .problem && diagnosis.verdict == .problem)
        #expect(found.reason == #"source "default" collects request_duration_seconds with selector "", not "job="a"""#)
        #expect(diagnosis.sections[1].findings.count == 10)
    }
}

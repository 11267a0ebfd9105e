import Latency
import Testing

@testable import Archive

@Suite struct RunTests {
    let directory: TemporaryDirectory
    let archive: Archive
    let source: Source

    init() throws {
        directory = try TemporaryDirectory()
        archive = try Archive(creatingAt: directory.archive)
        source = try archive.source(Samples.description)
    }

    @Test("every outcome and detail comes back", arguments: RunOutcome.allCases)
    func outcomes(outcome: RunOutcome) throws {
        let run = Run(started: 7, finished: 9, windows: 3, outcome: outcome, detail: "cannot reach \"host\"\n")
        try archive.record(run, of: source)
        #expect(try archive.lastRun(of: source, at: 9) == run)
        #expect(try archive.lastSuccess(of: source, at: 9) == (outcome == .success ? run : nil))
    }

    @Test("the last run is the one that finished last at or before the time, of the same source")
    func lastRun() throws {
        let other = try archive.source(Samples.other)
        try archive.commit([Samples.window(1)], run: Samples.run(finished: 300), of: source)
        try archive.record(Samples.run(finished: 900, .timeout), of: source)
        try archive.record(Samples.run(finished: 600, .unreachable), of: source)
        try archive.record(Samples.run(finished: 800), of: other)
        #expect(try archive.lastRun(of: source, at: 299) == nil)
        #expect(try archive.lastRun(of: source, at: 300)?.outcome == .success)
        #expect(try archive.lastRun(of: source, at: 899)?.outcome == .unreachable)
        #expect(try archive.lastRun(of: source, at: 900)?.outcome == .timeout)
        #expect(try archive.lastSuccess(of: source, at: 5000)?.finished == 300)
        #expect(try archive.lastSuccess(of: source, at: 299) == nil)
    }

    @Test("of two runs that finished in one second the one recorded later counts")
    func sameSecond() throws {
        try archive.record(Samples.run(finished: 600, .timeout), of: source)
        try archive.record(Samples.run(finished: 600, .rejected), of: source)
        #expect(try archive.lastRun(of: source, at: 600)?.outcome == .rejected)
    }

    @Test(
        "the last run is looked up in an index, without sorting",
        arguments: [Archive.lastRunSQL, Archive.lastSuccessSQL])
    func index(sql: String) throws {
        let plan = try archive.database.query("EXPLAIN QUERY PLAN " + sql) { (row) throws(ArchiveError) in
            var steps: [String] = []
            while try row.step() { steps.append(row.text(3)) }
            return steps
        }
        let index = sql == Archive.lastRunSQL ? "run_by_finish" : "success_by_finish"
        #expect(plan == ["SEARCH run USING INDEX \(index) (source_id=? AND finished<?)"])
    }

    @Test("a run of a source that the archive doesn't have is refused")
    func unknownSource() {
        let stranger = Source(id: 99, description: Samples.other)
        #expect(throws: ArchiveError.self) { try archive.record(Samples.run(finished: 600), of: stranger) }
    }
}

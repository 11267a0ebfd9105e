import Latency
import Testing

@testable import Archive
@testable import SQLiteStore

@Suite struct RunTests: OnOneSource {
    let own: OneSource

    init() throws { own = try OneSource() }

    @Test("every outcome and detail comes back", arguments: RunOutcome.allCases)
    func outcomes(outcome: RunOutcome) throws {
        let run = Run(started: 7, finished: 9, windows: 3, outcome: outcome, detail: "cannot reach \"host\"\n")
        try archive.record(run, of: source)
        #expect(try archive.lastRun(of: source, at: 9).value == run)
        #expect(try archive.lastSuccess(of: source, at: 9).value == (outcome == .success ? run : nil))
    }

    @Test("the last run is the one that finished last at or before the time, of the same source")
    func lastRun() throws {
        let other = try archive.source(Samples.other)
        try archive.commit([Samples.window(1)], run: Samples.run(finished: 300), of: source)
        try archive.record(Samples.run(finished: 900, .failure(.timeout)), of: source)
        try archive.record(Samples.run(finished: 600, .failure(.unreachable)), of: source)
        try archive.record(Samples.run(finished: 800), of: other)
        #expect(try archive.lastRun(of: source, at: 299).value == nil)
        #expect(try archive.lastRun(of: source, at: 300).value?.outcome == .success)
        #expect(try archive.lastRun(of: source, at: 899).value?.outcome == .failure(.unreachable))
        #expect(try archive.lastRun(of: source, at: 900).value?.outcome == .failure(.timeout))
        #expect(try archive.lastSuccess(of: source, at: 5000).value?.finished == 300)
        #expect(try archive.lastSuccess(of: source, at: 299).value == nil)
    }

    @Test("of two runs that finished in one second the one recorded later counts")
    func sameSecond() throws {
        try archive.record(Samples.run(finished: 600, .failure(.timeout)), of: source)
        try archive.record(Samples.run(finished: 600, .failure(.rejected)), of: source)
        #expect(try archive.lastRun(of: source, at: 600).value?.outcome == .failure(.rejected))
    }

    @Test("what a run took and its warnings come back, and are unknown for a run that has none")
    func work() throws {
        let work = RunStatistics(milliseconds: 123, models: 8, queries: 5, retries: 2, bytes: 45_210)
        let run = Run(
            started: 7, finished: 9, windows: 3, outcome: .success, detail: nil, work: work,
            warnings: ["gpt-4 has no +Inf bucket", "second"])
        try archive.commit([Samples.window(1)], run: run, of: source)
        #expect(try archive.lastRun(of: source, at: 9).value == run)
        try archive.record(Samples.run(finished: 10), of: source)
        #expect(try archive.lastRun(of: source, at: 10).value?.work == nil)
    }

    @Test("a warning is one line, and the twenty first are kept")
    func manyWarnings() throws {
        let warnings = (0..<25).map { "model \($0)\n\r\nis odd" }
        try archive.record(
            Run(started: 7, finished: 9, windows: 0, outcome: .success, detail: nil, warnings: warnings), of: source)
        let kept = try #require(try archive.lastRun(of: source, at: 9).value).warnings
        #expect(kept == (0..<20).map { "model \($0) is odd" } + ["and 5 more"])
    }

    @Test("runs come newest first, between two times, with a limit, and failed ones by themselves")
    func list() throws {
        let other = try archive.source(Samples.other)
        for time in [100, 200, 300, 400] {
            try archive.record(
                Samples.run(finished: time, time == 200 || time == 400 ? .failure(.timeout) : .success), of: source)
        }
        try archive.record(Samples.run(finished: 300), of: other)
        func found(after start: Int?, upTo end: Int, failed: Bool = false, limit: Int? = nil) throws -> [Int] {
            try archive.runs(of: source, after: start, upTo: end, failed: failed, limit: limit).value.map(\.finished)
        }
        #expect(try found(after: nil, upTo: 500) == [400, 300, 200, 100])
        #expect(try found(after: 100, upTo: 399) == [300, 200])
        #expect(try found(after: nil, upTo: 500, limit: 2) == [400, 300])
        #expect(try found(after: nil, upTo: 500, failed: true) == [400, 200])
        #expect(try found(after: 200, upTo: 500, failed: true, limit: 5) == [400])
    }

    @Test("successes go after 90 days, failures after a year, ten at a time, each when one of its kind is recorded")
    func pruning() throws {
        let day = 86_400
        for index in 0..<25 { try archive.record(Samples.run(finished: index), of: source) }
        for index in 0..<3 { try archive.record(Samples.run(finished: 100 + index, .failure(.timeout)), of: source) }
        func kept(failed: Bool) throws -> [Int] {
            try archive.runs(of: source, after: nil, upTo: .max, failed: failed, limit: nil).value.map(\.finished)
                .filter {
                    $0 < 1000
                }
        }
        try archive.record(Samples.run(finished: 90 * day), of: source)
        #expect(try kept(failed: false).count == 28)
        // The last ones are as young as that.
        try archive.record(Samples.run(finished: 90 * day + 20), of: source)
        #expect(try kept(failed: false).count == 18)
        try archive.record(Samples.run(finished: 90 * day + 20), of: source)
        #expect(try kept(failed: false) == [102, 101, 100, 24, 23, 22, 21, 20])

        try archive.record(Samples.run(finished: 366 * day + 100, .failure(.timeout)), of: source)
        #expect(try kept(failed: true) == [102, 101, 100])
        try archive.record(Samples.run(finished: 366 * day + 102, .failure(.timeout)), of: source)
        #expect(try kept(failed: true) == [102])
        // The newest success stays for as long as no other comes.
        #expect(try archive.lastSuccess(of: source, at: .max).value?.finished == 90 * day + 20)
    }

    @Test("warnings that older versions kept as the detail of a success are warnings after the migration")
    func migratedWarnings() throws {
        let database = try Database(path: directory.archive + ".old", creating: true, busyMilliseconds: 0)
        try Schema.migrate(database, migrations: Array(Schema.migrations.prefix(1)))
        try database.execute(
            """
            INSERT INTO source VALUES(1, 'a', 'm', 'http://h', '', 'model', 's');
            INSERT INTO run VALUES(1, 1, 1, 2, 3, 'success', 'gpt-4 is odd'), (2, 1, 3, 4, 0, 'timeout', 'no answer');
            """)
        let migrated = try Archive(creatingAt: directory.archive + ".old")
        let runs = try migrated.runs(of: migrated.sources()[0], after: nil, upTo: 9, failed: false, limit: nil).value
        #expect(
            runs == [
                Run(started: 3, finished: 4, windows: 0, outcome: .failure(.timeout), detail: "no answer"),
                Run(started: 1, finished: 2, windows: 3, outcome: .success, detail: nil, warnings: ["gpt-4 is odd"]),
            ])
    }

    @Test(
        "runs are looked up in an index, without sorting",
        arguments: [
            (SQLiteStore.runsSQL(.any, hasStart: false), "run_by_finish"),
            (SQLiteStore.runsSQL(.success, hasStart: false), "success_by_finish"),
            (SQLiteStore.runsSQL(.any, hasStart: true), "run_by_finish"),
            (SQLiteStore.runsSQL(.failure, hasStart: true), "run_by_finish"),
        ])
    func index(sql: String, index: String) throws {
        var plan: [String] = []
        try archive.database.rows("EXPLAIN QUERY PLAN " + sql) { plan.append($0.text(3)) }
        let lower = sql.contains("?3") ? "finished>? AND " : ""
        #expect(plan == ["SEARCH run USING INDEX \(index) (source_id=? AND \(lower)finished<?)"])
    }

    @Test("a run of a source that the archive doesn't have is refused")
    func unknownSource() {
        let stranger = Source(id: 99, description: Samples.other)
        #expect(throws: ArchiveError.self) { try archive.record(Samples.run(finished: 600), of: stranger) }
    }
}

import Foundation
import TestSupport
import Testing

/// An archive in a folder of its own, `metricsctl collect` as a process, and what the `sqlite3` shell finds afterwards.
struct CollectBench {
    let folder: TemporaryFolder
    let archive: String

    /// - Parameter folder: where the archive is to be; nil makes a new one.
    init(in folder: TemporaryFolder? = nil, archive: String = "metrics.db") throws {
        self.folder = try folder ?? TemporaryFolder()
        self.archive = self.folder.path(archive)
    }

    /// Has an archive that was collected once from `SmallServer`, at noon: three windows, one run.
    static func filled() throws -> CollectBench {
        let bench = try CollectBench()
        expectSilence(try bench.collect())
        return bench
    }

    /// A run as if it were `time`, from `SmallServer` unless told otherwise.
    func collect(
        _ more: String..., from url: String? = SmallServer.url, at time: Int = SmallServer.noon,
        environment: [String: String] = [:]
    ) throws -> Program.Result {
        try Program.metricsctl(environment).run(arguments(more, from: url, at: time))
    }

    /// Nothing is tried again, unless `more` says so: what fails shall fail at once.
    func arguments(_ more: [String], from url: String?, at time: Int) -> [String] {
        let server = url.map { ["--prometheus-url", $0] } ?? []
        let retries = more.contains("--retries") ? [] : ["--retries", "0"]
        return ["collect", "--db", archive, "--at", SmallServer.text(time)] + server + retries + more
    }

    /// All that was ever collected.
    func data() throws -> String {
        try sqlite(
            "select key, hex(body) from hot order by key; select * from series; select id, hex(bounds) from layout")
    }

    /// The ends of the collected windows of the first source, in seconds since 1970 UTC.
    func windows() throws -> [Int] {
        try sqlite("select (key & ((1 << 40) - 1)) * 300 from hot where key >> 40 = 1 order by key").split(
            separator: "\n"
        ).compactMap { Int($0) }
    }

    /// The outcomes of all runs, oldest first.
    func outcomes() throws -> [String] {
        try sqlite("select outcome from run order by id").split(separator: "\n").map(String.init)
    }

    func sqlite(_ sql: String) throws -> String {
        let result = try Program(URL(fileURLWithPath: "/usr/bin/sqlite3")).run(archive, sql)
        #expect(result.stderr == "")
        return result.stdout
    }

    /// The names of all files beside the archive, the archive included.
    func files() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted() }

    /// Expects that a run fails with this message, leaves what was collected as it was, and one record of its outcome;
    /// none where `outcome` is nil.
    func expectFailedRun(
        _ outcome: String?, _ message: String, hint: String?, sourceLocation: SourceLocation = #_sourceLocation,
        run: () throws -> Program.Result
    ) throws {
        let (data, outcomes) = (try data(), try outcomes())
        expectComplaint(try run(), message, hint: hint, sourceLocation: sourceLocation)
        #expect(try self.data() == data, sourceLocation: sourceLocation)
        #expect(try self.outcomes() == outcomes + [outcome].compactMap(\.self), sourceLocation: sourceLocation)
    }
}

/// Expects one line on stderr, and the hint's if there is one, and no data.
func expectComplaint(
    _ result: Program.Result, _ message: String, hint: String?, exitCode: Int32 = 1,
    sourceLocation: SourceLocation = #_sourceLocation
) {
    let hintLine = hint.map { "hint: \($0)\n" } ?? ""
    #expect(result.stderr == "metricsctl: \(message)\n\(hintLine)", sourceLocation: sourceLocation)
    #expect(result.stdout == "", sourceLocation: sourceLocation)
    #expect(result.exitCode == exitCode, sourceLocation: sourceLocation)
}

/// Expects what cron expects of a run that went well.
func expectSilence(_ result: Program.Result, sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(result.stderr == "", sourceLocation: sourceLocation)
    #expect(result.stdout == "", sourceLocation: sourceLocation)
    #expect(result.exitCode == 0, sourceLocation: sourceLocation)
}

import Archive
import SQLiteStore
import Schedule
import Support
import Synchronization
import Testing

@testable import metricsctl

/// Commands take all that they need from the context, and nothing from the process.
@Suite struct ContextTests {
    @Test("the clock is the context's")
    func clock() throws {
        let sample = try SampleArchive()
        let (soon, late) = (FakeContext(at: SampleArchive.newest + 60), FakeContext(at: SampleArchive.newest + 90_000))
        try soon.run("p95", "--db", sample.path, "--json")
        #expect(
            soon.output.contains(#""model":"gpt-4","p95_latency_ms":195.0,"collected_at":"2025-10-17T05:30:00+00:00""#))
        try late.run("p95", "--db", sample.path, "--json")
        #expect(late.output.hasPrefix(#"{"status":"success","data":[],"count":0,"#))
    }

    @Test("the archive is where the context's variables say")
    func variables() throws {
        let sample = try SampleArchive()
        let context = FakeContext(variables: ["METRICSCTL_DB": sample.path])
        try context.run("health")
        #expect(context.output.hasPrefix(#"{"status":"healthy","#) && context.errors.isEmpty)
        #expect(throws: ArchivePathError.noHome) { try FakeContext().run("health") }
    }

    @Test("a table with colours is for the context's terminal, unless NO_COLOR is set")
    func terminal() throws {
        let sample = try SampleArchive()
        let (plain, coloured) = (
            FakeContext(variables: ["NO_COLOR": "1"], isTerminal: true), FakeContext(isTerminal: true)
        )
        for context in [plain, coloured] { try context.run("p95", "--db", sample.path) }
        #expect(plain.output.hasPrefix("MODEL ") && !plain.output.contains("\u{1B}"))
        #expect(coloured.output.hasPrefix("\u{1B}[1mMODEL\u{1B}[0m "))
    }

    @Test("whoever the context has there is asked before something is deleted")
    func answer() throws {
        let sample = try SampleArchive()
        func forget(_ context: FakeContext) throws {
            try context.run("archive", "forget", "gpt-4", "--db", sample.path)
        }
        #expect(throws: Confirmation.Refusal.self) { try forget(FakeContext()) }
        let reluctant = FakeContext(answer: "n")
        #expect(throws: Confirmation.Refusal.self) { try forget(reluctant) }
        #expect(
            reluctant.errors
                == "delete all of model gpt-4 of request_duration_seconds of source \"default\"? [y/N] ")
        try forget(FakeContext(answer: "Yes"))
        let archive = try Archive(readingAt: sample.path)
        #expect(try archive.models(of: archive.sources()[0]).value.count == 1)
    }

    @Test("the crontab is the one that the context's crontab program has")
    func tools() throws {
        let sample = try SampleArchive()
        let written = Mutex("")
        let context = FakeContext(at: SampleArchive.newest) { program, arguments, input in
            guard program == "crontab" else { return nil }
            if arguments == ["-"] { written.withLock { $0 = String(decoding: input, as: UTF8.self) } }
            return Subprocess.Result(status: 0, bytes: Array("MAILTO=me\n".utf8), errors: "")
        }
        try context.run(
            "schedule", "install", "--db", sample.path, "--", "--prometheus-url", "http://127.0.0.1:1", "--header-file",
            "h")
        let crontab = written.withLock { $0 }
        #expect(crontab.hasPrefix("MAILTO=me\n# BEGIN metricsctl\n"))
        #expect(
            crontab.contains(
                " /usr/bin/metricsctl collect --prometheus-url http://127.0.0.1:1 --header-file /somewhere/h "))
        #expect(context.errors.hasPrefix("the crontab of somebody now collects request_duration_seconds"))
    }
}

import Dispatch
import Foundation
import Glibc
import TestSupport
import Testing

extension CollectTests {
    /// Two runs at once: the first is held up by its server while the second comes and goes.
    @Suite struct Concurrency {
        @Test("a second run of the same source steps aside, silently, and is no run")
        func oneSource() throws {
            let bench = try CollectBench.filled()
            let held = try HeldRun(bench, at: SmallServer.noon + 300)
            let data = try bench.data()
            expectSilence(try bench.collect(at: SmallServer.noon + 300))
            let told = try bench.collect("--verbose", at: SmallServer.noon + 300)
            #expect(told.stderr == "skipped: another collect of this source is already running\n")
            #expect(told.stdout == "")
            #expect(told.exitCode == 0)
            #expect(try bench.data() == data)
            #expect(try bench.outcomes() == ["success"])

            try held.finish()
            #expect(try bench.outcomes() == ["success", "success"])
            #expect(try bench.windows() == (-2...1).map { SmallServer.noon + $0 * 300 })
        }

        @Test("runs of two sources, or of two metrics of one source, don't disturb each other")
        func twoSources() throws {
            let bench = try CollectBench.filled()
            let held = try HeldRun(bench, at: SmallServer.noon + 300)
            expectSilence(try bench.collect("--source", "eu", at: SmallServer.noon + 300))
            expectSilence(try bench.collect("--metric-name", "queue_seconds", at: SmallServer.noon + 300))
            #expect(
                try bench.sqlite("select source_id, outcome from run order by source_id, id")
                    == "1|success\n2|success\n3|success\n")
            try held.finish()
            #expect(try bench.sqlite("select source_id from run order by source_id, id") == "1\n1\n2\n3\n")
        }

        @Test("ten runs at once on one file store every window once, and each that was not skipped its record")
        func ten() throws {
            // On a disk that takes seconds for a commit some would give up, after the ten seconds that all wait.
            let bench = try CollectBench(in: TemporaryFolder(inMemory: true))
            // The first time they make the file together, too.
            for (round, time) in [SmallServer.noon, SmallServer.noon + 300].enumerated() {
                let logs = (0..<10).map { bench.folder.url.appending(path: "\(round)-\($0)") }
                let runs = try logs.map { log in
                    try Program.metricsctl().launch(
                        bench.arguments(["--verbose"], from: SmallServer.url, at: time),
                        stdout: log.appendingPathExtension("out"), stderr: log.appendingPathExtension("err"))
                }
                for run in runs { run.waitUntilExit() }
                #expect(runs.map(\.terminationStatus) == Array(repeating: 0, count: 10))
                let told = try logs.map { try String(contentsOf: $0.appendingPathExtension("err"), encoding: .utf8) }
                let skipped = told.filter { $0 == "skipped: another collect of this source is already running\n" }
                #expect(told.filter { !skipped.contains($0) && !$0.hasPrefix("stored 3 windows up to ") } == [])
                let ended = try bench.sqlite("select outcome from run where finished = \(time)")
                #expect(ended == String(repeating: "success\n", count: 10 - skipped.count))
            }
            #expect(try bench.windows() == (-2...1).map { SmallServer.noon + $0 * 300 })
        }

        @Test("a run that was killed does not keep the next one out")
        func killed() throws {
            let bench = try CollectBench.filled()
            let held = try HeldRun(bench, at: SmallServer.noon + 300)
            held.kill()
            expectSilence(try bench.collect(at: SmallServer.noon + 300))
            #expect(try bench.outcomes() == ["success", "success"])
        }
    }
}

/// A `collect` that holds its source's lock, until its server is allowed to answer.
final class HeldRun {
    private let gate = Gate()
    private let server: CannedServer
    private let process: Process
    private let (out, err): (URL, URL)

    /// Returns when the run has asked its first question, or the first that `isHeld` says true of.
    init(
        _ bench: CollectBench, _ more: String..., at time: Int,
        isHeld: @escaping @Sendable (CannedRequest) -> Bool = { _ in true }
    ) throws {
        let (gate, url) = (gate, SmallServer.url)
        server = try CannedServer { request in
            if isHeld(request) { gate.pass() }
            return .forwarded(request, to: url)
        }
        (out, err) = (bench.folder.url.appending(path: "held.out"), bench.folder.url.appending(path: "held.err"))
        process = try Program.metricsctl().launch(
            bench.arguments(["--timeout", "600"] + more, from: server.url, at: time), stdout: out, stderr: err)
        while process.isRunning, !gate.hasArrival(within: 0.1) {}
    }

    /// Lets the server answer, waits for the end, and expects that all went well.
    func finish(sourceLocation: SourceLocation = #_sourceLocation) throws {
        gate.open()
        process.waitUntilExit()
        for file in [out, err] { #expect(try Data(contentsOf: file).isEmpty, sourceLocation: sourceLocation) }
        #expect(process.terminationStatus == 0, sourceLocation: sourceLocation)
    }

    /// Sends a signal, and gives what was said and the exit code.
    func end(by signal: Int32) throws -> Program.Result {
        Glibc.kill(process.processIdentifier, signal)
        process.waitUntilExit()
        gate.open()
        return Program.Result(
            exitCode: process.terminationStatus, stdout: try String(contentsOf: out, encoding: .utf8),
            stderr: try String(contentsOf: err, encoding: .utf8))
    }

    func kill() {
        Glibc.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        gate.open()
    }
}

/// Holds threads back until it is opened.
private final class Gate: Sendable {
    private let arrived = DispatchSemaphore(value: 0)
    private let opened = DispatchSemaphore(value: 0)

    func pass() {
        arrived.signal()
        opened.wait()
        opened.signal()
    }

    func hasArrival(within seconds: Double) -> Bool { arrived.wait(timeout: .now() + seconds) == .success }

    func open() { opened.signal() }
}

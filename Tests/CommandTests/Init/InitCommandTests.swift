import Foundation
import Glibc
import TestSupport
import Testing

@Suite("metricsctl init where it can't do its work")
struct InitCommandTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func run(_ arguments: String...) throws -> Program.Result {
        try Program.metricsctl(["HOME": folder.url.path]).run(["init"] + arguments)
    }

    private var file: String { folder.path(".config/metricsctl/config.yaml") }

    @Test("nobody is there to be asked: it says so and how to do without, before it does anything")
    func unattended() throws {
        let result = try run("--prometheus-url", "http://127.0.0.1:1")
        #expect(
            result
                == Program.Result(
                    exitCode: 1, stdout: "",
                    stderr: """
                        metricsctl: cannot ask whether to set metricsctl up: there is no terminal
                        hint: --yes does it without asking

                        """))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).isEmpty)
    }

    @Test("a dead server, and one without model servers: nothing is written")
    func nothingThere() throws {
        let port = try DeadPort(.refusing)
        let url = "http://127.0.0.1:\(port.port)"
        let dead = try run("--yes", "--prometheus-url", url)
        #expect(dead.exitCode == 1 && dead.stdout.isEmpty)
        #expect(dead.stderr.contains("metricsctl: cannot reach \(url): connection refused\nhint: "))
        #expect(dead.stderr.contains("init ended at asking the server and writing \(file); nothing was done"))
        let empty = try CannedServer { _ in .json(#"{"status":"success","data":{"resultType":"vector","result":[]}}"#) }
        let without = try run("--yes", "--prometheus-url", empty.url)
        #expect(without.exitCode == 1 && without.stdout.isEmpty)
        #expect(without.stderr.contains("\(empty.url) has no series of a known model server\nhint: "))
        #expect(try run("--yes", "--prometheus-url", "http://me:secret@a").exitCode == 64)
        #expect(!FileManager.default.fileExists(atPath: file))
    }

    @Test(
        "settings that are there stay, with sources or with mistakes",
        arguments: [
            ("page: {title: Ours}\n", 1, "has settings already, and no sources"), ("sources: [\n", 64, "config.yaml:"),
            ("sourcs: []\n", 64, "did you mean sources"),
        ])
    func existing(text: String, code: Int32, said: String) throws {
        try FileManager.default.createDirectory(
            atPath: folder.path(".config/metricsctl"), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: URL(fileURLWithPath: file))
        let result = try run("--yes", "--prometheus-url", "http://127.0.0.1:1")
        #expect(result.exitCode == code && result.stderr.contains(said), "\(result.stderr)")
        #expect(try String(contentsOfFile: file, encoding: .utf8) == text)
    }

    @Test("who wants no schedule now is told how to have one later")
    func unscheduled() throws {
        let sample = try SampleArchive()
        let config = folder.path("config.yaml")
        try Data("sources:\n  - {name: a, url: \"http://127.0.0.1:1\", preset: vllm}\n".utf8).write(
            to: URL(fileURLWithPath: config))
        let context = FakeContext(isTerminal: true, answer: "n")
        try context.run("init", "--config", config, "--db", sample.path)
        #expect(
            context.errors.contains(
                "nothing collects by itself yet: metricsctl schedule install --config \(config) --db \(sample.path) does it"
            ))
    }

    @Test("a folder that can't be written is told, and nothing is left in it")
    func readOnly() throws {
        let answers = try CannedServer { request in
            request.path.hasSuffix("/query")
                ? .json(
                    #"{"status":"success","data":{"resultType":"vector","result":[{"metric":{"__name__":"vllm:e2e_request_latency_seconds_count","job":"vllm"},"value":[1,"1"]}]}}"#
                )
                : .json(#"{"status":"success","data":{}}"#)
        }
        let locked = folder.path("locked")
        try FileManager.default.createDirectory(atPath: locked, withIntermediateDirectories: true)
        chmod(locked, 0o500)
        let result = try Unprivileged.metricsctl([
            "init", "--yes", "--prometheus-url", answers.url, "--config", "\(locked)/config.yaml",
        ])
        #expect(result.exitCode == 1, "\(result.stderr)")
        #expect(
            result.stderr.contains(
                "metricsctl: cannot write \(locked)/config.yaml: permission denied\nhint: name another file with --config"
            ))
        #expect(try FileManager.default.contentsOfDirectory(atPath: locked).isEmpty)
    }
}

import Foundation
import TestSupport
import Testing

/// `metricsctl init` on a real Prometheus, in a home of its own and with a crontab of its own.
@Suite("Setting everything up with init")
struct InitTests {
    private let folder: TemporaryFolder
    private let prometheus: PrometheusServer

    init() throws {
        folder = try TemporaryFolder()
        let start = Int(Date().timeIntervalSince1970) / 300 * 300 - 7200
        let simulated = try Program.modelsim().run([
            "history", "--server", "vllm", "--start", "\(start)", "--hours", "2.1", "--scrape-interval", "60", "--out",
            folder.path("history"),
        ])
        try #require(simulated.exitCode == 0, "\(simulated.stderr)")
        prometheus = try PrometheusServer(history: folder.url.appending(path: "history/metrics.om"))
        let crontab = """
            #!/bin/sh
            case $1 in
            -l) cat '\(folder.path("crontab"))' 2>/dev/null || { echo "no crontab for me" >&2; exit 1; } ;;
            -) cat >'\(folder.path("crontab"))' ;;
            esac
            """
        try FileManager.default.createDirectory(atPath: folder.path("bin"), withIntermediateDirectories: true)
        try Data(crontab.utf8).write(to: folder.url.appending(path: "bin/crontab"))
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.path("bin/crontab"))
    }

    private var file: String { folder.path("home/.config/metricsctl/config.yaml") }

    private func environment(cron: Bool = true) -> [String: String] {
        ["HOME": folder.path("home"), "PATH": cron ? folder.path("bin") + ":/usr/bin:/bin" : folder.path("nothing")]
    }

    private func run(_ arguments: String..., cron: Bool = true) throws -> Program.Result {
        try FileManager.default.createDirectory(atPath: folder.path("home"), withIntermediateDirectories: true)
        return try Program.metricsctl(environment(cron: cron)).run(["init"] + arguments)
    }

    @Test("writes what discover prints, collects a day, schedules, shows the models; a second time nothing changes")
    func everything() throws {
        let first = try run("--yes", "--prometheus-url", prometheus.url)
        #expect(first.exitCode == 0, "\(first.stderr)")
        let discovered = try Program.metricsctl().run("discover", "--prometheus-url", prometheus.url)
        #expect(try String(contentsOfFile: file, encoding: .utf8) == discovered.stdout)
        #expect(try Self.mode(of: file) == 0o644)
        #expect(first.stdout.contains("MODEL") && first.stdout.contains("TTFT P95"))
        for line in [
            "wrote \(file)", "collecting the last 24 hours", "the crontab of ",
            "the page is http://127.0.0.1:8000/ while this runs: metricsctl serve",
        ] { #expect(first.stderr.contains(line), "\(line)") }
        let crontab = try String(contentsOfFile: folder.path("crontab"), encoding: .utf8)
        #expect(crontab.contains("collect --config \(file) --db "))
        let requests = try total()
        #expect(requests > 100)

        let second = try run("--yes", "--prometheus-url", prometheus.url)
        #expect(second.exitCode == 0 && second.stdout.contains("MODEL"))
        #expect(second.stderr.contains("\(file) has sources already: it stays as it is"))
        #expect(try String(contentsOfFile: file, encoding: .utf8) == discovered.stdout)
        #expect(try String(contentsOfFile: folder.path("crontab"), encoding: .utf8) == crontab)
        #expect(try total() == requests)

        let other = try run("--yes", "--prometheus-url", "http://127.0.0.1:1")
        #expect(other.exitCode == 1 && other.stdout.isEmpty)
        #expect(other.stderr.contains("\(file) has sources already, and none at http://127.0.0.1:1"))
    }

    /// Of the two hours that are over.
    private func total() throws -> Int {
        let answer = try Program.metricsctl(environment()).run("summary", "--json", "--hours", "24")
        let json = try JSONSerialization.jsonObject(with: Data(answer.stdout.utf8)) as? [String: Any]
        return (json?["data"] as? [[String: Any]] ?? []).compactMap { $0["requests"] as? Int }.reduce(0, +)
    }

    private static func mode(of path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }

    @Test("comments stay, and where secrets lie is for the user alone")
    func comments() throws {
        let path = folder.path("own.yaml")
        try Data("# What we collect.\n\n  # More.\n".utf8).write(to: URL(fileURLWithPath: path))
        try Data("secret".utf8).write(to: folder.url.appending(path: "token"))
        let result = try run(
            "--yes", "--prometheus-url", prometheus.url, "--config", path, "--bearer-token-file", folder.path("token"),
            "--db", folder.path("own.db"))
        #expect(result.exitCode == 0, "\(result.stderr)")
        let text = try String(contentsOfFile: path, encoding: .utf8)
        #expect(text.hasPrefix("sources:\n") && text.hasSuffix("\n# What we collect.\n\n  # More.\n"))
        #expect(text.contains("bearer_token_file: \"\(folder.path("token"))\""))
        #expect(try Self.mode(of: path) == 0o600)
        #expect(
            result.stderr.contains("while this runs: metricsctl serve --config \(path) --db \(folder.path("own.db"))"))
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder.url.path).allSatisfy { !$0.contains("yaml.") })
    }

    @Test("without cron the rest is done, and what is missing is said")
    func withoutCron() throws {
        let result = try run("--yes", "--prometheus-url", prometheus.url, cron: false)
        #expect(result.exitCode == 0 && result.stdout.contains("MODEL"))
        #expect(result.stderr.contains("there is no crontab on this machine: nothing collects by itself yet\nhint: "))
    }

    @Test("a step that fails says what was done, and the next run goes on from there")
    func goingOn() throws {
        let failed = try run("--yes", "--prometheus-url", prometheus.url, "--db", "/dev/null/metrics.db")
        #expect(failed.exitCode == 1 && failed.stdout.isEmpty)
        #expect(
            failed.stderr.contains(
                "metricsctl: init ended at collecting the last 24 hours; done: asking the server and writing \(file); running it again goes on"
            ))
        let next = try run("--yes")
        #expect(next.exitCode == 0 && next.stdout.contains("MODEL"), "\(next.stderr)")
    }

    @Test("on a terminal it asks before each step, and shows a bar", .enabled(if: Self.hasScript))
    func asking() throws {
        try FileManager.default.createDirectory(atPath: folder.path("home"), withIntermediateDirectories: true)
        let answers = folder.path("answers")
        let command = "'\(Checkout.product("metricsctl").path)' init"
        func typed(_ text: String) throws -> String {
            try Data(text.utf8).write(to: URL(fileURLWithPath: answers))
            let shell = Program(
                URL(fileURLWithPath: "/bin/sh"), environment: environment().merging(["TERM": "xterm"]) { $1 })
            return try shell.run("-c", "(cat '\(answers)'; sleep 20) | script -qec \"\(command)\" /dev/null; true")
                .stdout
        }
        let declined = try typed("\(prometheus.url)\nn\n")
        #expect(
            declined.contains("which Prometheus? [http://localhost:9090] ") && declined.contains("nothing was written"))
        #expect(!FileManager.default.fileExists(atPath: file))
        let accepted = try typed("\(prometheus.url)\ny\ny\nn\n")
        #expect(
            accepted.contains("collect the last 24 hours? [y/N] ") && accepted.contains("every five minutes? [y/N] "))
        #expect(accepted.contains("the page is ") && !FileManager.default.fileExists(atPath: folder.path("crontab")))
    }

    private static let hasScript = FileManager.default.isExecutableFile(atPath: "/usr/bin/script")
}

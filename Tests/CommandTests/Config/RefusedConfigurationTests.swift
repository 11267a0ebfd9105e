import Foundation
import TestSupport
import Testing

struct RefusedConfigurationTests {
    @Test(arguments: RefusedConfiguration.all)
    func `With a broken configuration nothing is collected, and every mistake is told`(
        _ refused: RefusedConfiguration
    ) throws {
        let bench = try ConfigBench(refused.text)
        let run = try bench.run("collect", "--db", bench.folder.path("m.db"))
        #expect(run.status == 64)
        #expect(run.output == "")
        let places = refused.mistakes.map { "metricsctl: \(bench.file):\($0.line):\($0.column): " }
        let lines = run.errors.split(separator: "\n").dropLast()
        #expect(lines.count == places.count)
        for (line, place) in zip(lines, places) { #expect(line.hasPrefix(place), "\(line)") }
        #expect(try bench.others == [])
    }

    @Test(arguments: ["serve", "doctor", "p95", "archive stat", "schedule install", "config show"])
    func `Commands that read a broken configuration do nothing`(_ command: String) throws {
        let bench = try ConfigBench("archiv: x\n")
        let run = try MetricsctlRun(
            command.split(separator: " ").map(String.init), environment: ["METRICSCTL_CONFIG": bench.file])
        #expect(
            run
                == MetricsctlRun(
                    status: 64, output: "",
                    errors: """
                        metricsctl: \(bench.file):1:1: unknown key archiv: did you mean archive?
                        hint: Configuration.md, among the documents, has every key; config check looks again

                        """))
    }

    @Test func `Check is unknown then, and config check exits 1`() throws {
        let bench = try ConfigBench("archiv: x\npge: {}\n")
        let check = try bench.run("check")
        let first = "\(bench.file):1:1: unknown key archiv: did you mean archive?"
        #expect(
            check == MetricsctlRun(status: 3, output: "LATENCY UNKNOWN: \(first) (and 1 more mistake)\n", errors: ""))
        let lines = "\(first)\n\(bench.file):2:1: unknown key pge: did you mean page?\n"
        #expect(try bench.run("config", "check") == MetricsctlRun(status: 1, output: lines, errors: ""))
        #expect(try MetricsctlRun(["config", "check", bench.file]).output == lines)
    }
}

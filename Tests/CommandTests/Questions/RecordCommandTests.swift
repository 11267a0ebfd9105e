import Foundation
import TestSupport
import Testing

/// Marks and exclusions that say what is said already, or name models that nobody knows.
@Suite struct RecordCommandTests {
    private func run(_ arguments: String..., in archive: SampleArchive) throws -> MetricsctlRun {
        try MetricsctlRun(arguments + ["--db", archive.path, "--json"], environment: ["TZ": "UTC"])
    }

    @Test func `A mark that is there already is told, and not added again`() throws {
        let archive = try SampleArchive()
        func add(_ text: String) throws -> MetricsctlRun {
            try run("mark", "add", text, "--at", "2025-10-17", "--model", "gpt-4", in: archive)
        }
        let first = try add("new driver")
        #expect(first.status == 0 && first.errors.isEmpty)
        let second = try add("new driver")
        #expect(second.status == 0 && second.output == first.output)
        #expect(second.errors == "note: mark 1 says so already: nothing was added\n")
        #expect(try add("newer driver").errors.isEmpty)
        #expect(try run("mark", "list", in: archive).output.contains(#""count":2"#))
    }

    @Test func `An exclusion that is there already is told, and not added again`() throws {
        let archive = try SampleArchive()
        func add(_ to: String) throws -> MetricsctlRun {
            try run("exclude", "add", "--from", "2025-10-17", "--to", to, "--reason", "x", in: archive)
        }
        let first = try add("2025-10-18")
        let second = try add("2025-10-18")
        #expect(second.status == 0 && second.output == first.output)
        #expect(second.errors == "note: exclusion 1 says so already: nothing was added\n")
        #expect(try add("2025-10-19").errors.isEmpty)
        #expect(try run("exclude", "list", in: archive).output.contains(#""count":2"#))
    }

    @Test func `A text that says nothing is refused`() throws {
        let archive = try SampleArchive()
        #expect(try run("mark", "add", " \n", in: archive).status == 64)
        let exclusion = ["exclude", "add", "--from", "2025-10-17", "--to", "2025-10-18", "--reason", "\t"]
        #expect(try MetricsctlRun(exclusion + ["--db", archive.path]).status == 64)
        #expect(try run("mark", "list", in: archive).output.contains(#""count":0"#))
    }

    @Test func `Without an archive there are no marks to list, and no exclusions but those of the configuration`()
        throws
    {
        let folder = try TemporaryFolder()
        let marks = try MetricsctlRun(["mark", "list", "--db", folder.path("none.db")])
        #expect(marks.status == 1 && marks.output.isEmpty && marks.errors.contains("there is no archive at"))
        #expect(try MetricsctlRun(["exclude", "list", "--db", folder.path("none.db")]).status == 0)
    }

    @Test func `An announcement about a model that customers are not shown is kept, with a warning`() throws {
        let (archive, folder) = (try SampleArchive(), try TemporaryFolder())
        let file = folder.path("config.yaml")
        try #"models: [{match: "gpt*", name: GPT-4, public: true}]"#
            .write(toFile: file, atomically: true, encoding: .utf8)
        func warnings(_ models: String) throws -> String {
            let run = try run("announce", "add", "x", "--models", models, "--config", file, in: archive)
            #expect(run.status == 0)
            return run.errors
        }
        #expect(
            try warnings("GPT4") == "metricsctl: warning: no model that fits \"GPT4\" is shown to customers: "
                + "did you mean GPT-4?\n")
        #expect(try warnings("GPT*").isEmpty)
    }

    @Test func `A model that was never collected is kept, with a warning`() throws {
        let archive = try SampleArchive()
        let mark = try run("mark", "add", "x", "--model", "gpt-5", in: archive)
        #expect(mark.status == 0 && mark.output.contains(#""model":"gpt-5""#))
        #expect(mark.errors == "metricsctl: warning: no model \"gpt-5\" was ever collected: did you mean gpt-4?\n")
        func exclude(_ models: String) throws -> String {
            try run(
                "exclude", "add", "--from", "2025-10-17", "--to", "2025-10-18", "--reason", "x", "--models", models,
                in: archive
            ).errors
        }
        #expect(try exclude("llamma*") == "metricsctl: warning: no model that fits \"llamma*\" was ever collected\n")
        #expect(try exclude("gpt-*").isEmpty)
    }
}

import Foundation
import TestSupport
import Testing

/// When rules would have spoken, by `check --replay` and `notify --replay`, and whether notices arrive.
@Suite struct ReplayCommandTests {
    private func run(_ arguments: [String], _ archive: SampleArchive) throws -> MetricsctlRun {
        try MetricsctlRun(arguments + ["--db", archive.path, "--at", SampleArchive.newestText])
    }

    @Test func `A check's past is a table or JSON, with exit code 0`() throws {
        let archive = try SampleArchive()
        let table = try run(["check", "--replay", "1d", "--p95-critical", "300ms", "--format", "table"], archive)
        #expect(table.status == 0 && table.output.contains("RULE") && table.output.contains("critical"))
        let json = try run(["check", "--replay", "1d", "--p95-critical", "300ms", "--json"], archive)
        #expect(json.status == 0)
        #expect(json.output.hasPrefix(#"{"status":"success","data":[{"rule":"p95","source":"default","metric_name":"#))
        #expect(json.output.contains(#""state":"critical","from":""#) && json.output.contains(#""to":null"#))
        let none = try run(["check", "--replay", "1d", "--p95-critical", "1h", "--format", "table"], archive)
        #expect(none.output.contains("no rule would have spoken in that time"))
        let strange = try run(
            ["check", "--replay", "1d", "--p95-critical", "1h", "--model", "gpt-5", "--format", "table"], archive)
        #expect(strange.output.contains("There is no model gpt-5 in the archive. Did you mean gpt-4?"))
    }

    @Test func `Without a limit, and with a format that nothing asks for, the usage is wrong`() throws {
        let archive = try SampleArchive()
        #expect(try run(["check", "--replay", "1d"], archive).status == 3)
        #expect(try run(["check", "--json"], archive).status == 3)
        #expect(try run(["notify", "--replay", "soon"], archive).status == 64)
        #expect(
            try run(["notify", "--replay", "1d"], archive).errors.contains("the configuration has no notify section"))
    }

    @Test func `A file of settings is replayed without being sent anything`() throws {
        let (archive, folder) = (try SampleArchive(), try TemporaryFolder())
        let server = try CannedServer { _ in .json("{}") }
        let file = folder.path("notify.conf")
        try "webhook \(server.url)/hook\np95-critical 300ms\nfor 5m\n".write(
            toFile: file, atomically: true, encoding: .utf8)
        let found = try run(["notify", "--replay", file, "1d", "--json"], archive)
        #expect(found.status == 0 && found.output.contains(#""rule":"p95""#))
        #expect(try run(["notify", "replay", file, "1d", "--json"], archive) == found)
        #expect(
            try !run(["notify", "replay", file, "1d", "--json", "--certain"], archive).output.contains(#""rule":"p95""#)
        )
        #expect(server.requests.isEmpty)
    }

    @Test func `A test notice goes to every target, and those that do not take it are named`() throws {
        let folder = try TemporaryFolder()
        let (good, bad) = (try CannedServer { _ in .json("{}") }, try CannedServer { _ in .init(status: 404) })
        let file = folder.path("notify.conf")
        try "webhook \(good.url)/secret\nslack \(bad.url)/secret\nping \(good.url)/ping\n".write(
            toFile: file, atomically: true, encoding: .utf8)
        let run = try MetricsctlRun(["notify", "test", file])
        #expect(run.status == 1 && run.output == "\(good.url): sent\n")
        #expect(run.errors.contains("cannot notify \(bad.url): it answered 404") && !run.errors.contains("secret"))
        #expect(good.requests.map(\.path) == ["/secret"])
        let body = good.requests.first.map { String(decoding: $0.body, as: UTF8.self) } ?? ""
        #expect(body.contains(#""subject":"test""#) && body.contains("this is a test of metricsctl's notices"))
    }
}

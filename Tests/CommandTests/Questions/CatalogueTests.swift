import Foundation
import Questions
import Server
import TestSupport
import Testing

/// Every question is there wherever people look for it.
@Suite struct CatalogueTests {
    @Test("every report has a command, a place in README and, but for runs, a route", arguments: Question.allCases)
    func complete(question: Question) throws {
        let help = try MetricsctlRun(["--help"]).output
        #expect(help.contains("\n  \(question.command) "))
        #expect(try MetricsctlRun([question.command, "--help"]).output.contains("--format <format>"))
        let readme = try Checkout.text("README.md")
        #expect(readme.contains("`metricsctl \(question.command)`"))
        // Runs tell of hosts and paths, which HTTP must not.
        guard question != .runs else { return }
        let path = try #require(question.path)
        #expect(RouteTable.paths.contains(path + "/"))
        #expect(try MetricsctlRun(["serve", "--help"]).output.contains("GET \(path)/\n"))
        #expect(readme.contains("\(path)/"))
    }

    @Test("runs have no route")
    func runsAreForTheCommandLine() throws {
        #expect(Question.runs.path == nil)
        let sample = try SampleArchive()
        let server = try ServedProgram(archive: sample.path)
        for path in ["/api/runs/", "/runs/", "/api/metrics/runs/"] { #expect(try server.request(path).status == 404) }
        _ = try server.stop()
    }
}

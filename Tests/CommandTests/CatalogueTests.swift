import Foundation
import Reports
import Server
import TestSupport
import Testing

/// Every question is there wherever people look for it.
@Suite struct CatalogueTests {
    @Test("every report has a command, a route and a place in README", arguments: Question.allCases)
    func complete(question: Question) throws {
        let help = try MetricsctlRun(["--help"]).output
        #expect(help.contains("\n  \(question.command) "))
        #expect(try MetricsctlRun([question.command, "--help"]).output.contains("--format <format>"))
        #expect(RouteTable.paths.contains(question.path + "/"))
        #expect(try MetricsctlRun(["serve", "--help"]).output.contains("GET \(question.path)/\n"))
        let readme = try String(contentsOf: Checkout.root.appending(path: "README.md"), encoding: .utf8)
        #expect(readme.contains("`metricsctl \(question.command)`"))
        #expect(readme.contains("\(question.path)/"))
    }
}

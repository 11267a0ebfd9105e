import Foundation
import Reports
import Server
import TestSupport
import Testing

/// Every question is there wherever people look for it.
@Suite struct CatalogueTests {
    @Test("every report has a command, a route and a place in README", arguments: Question.allCases)
    func complete(question: Question) throws {
        let help = try Command.run(["--help"]).stdout
        #expect(help.contains("\n  \(question.command) "))
        #expect(try Command.run([question.command, "--help"]).stdout.contains("--format <format>"))
        #expect(RouteTable.paths.contains(question.path))
        #expect(try Command.run(["serve", "--help"]).stdout.contains("GET \(question.path)/\n"))
        let readme = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("README.md")
        if let text = try? String(contentsOf: readme, encoding: .utf8) {
            #expect(text.contains("metricsctl \(question.command)"))
            #expect(text.contains("\(question.path)/"))
        }
    }
}

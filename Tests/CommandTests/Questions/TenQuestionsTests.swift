import Foundation
import TestSupport
import Testing

/// The page "Ten questions": its way to the data, and every answer byte for byte. Where `METRICSCTL_RECORD` is set, what comes takes its place.
@Suite struct TenQuestionsTests {
    private static let page = Checkout.root.appending(path: "Sources/Documentation/TenQuestions.md")

    /// Where the page's commands are run, with its configuration.
    private struct Shell {
        let folder: TemporaryFolder

        init(configuration: String) throws {
            folder = try TemporaryFolder()
            try Data(configuration.utf8).write(to: folder.url.appending(path: "config.yaml"))
        }

        func run(_ line: String) throws -> Program.Result {
            let programs = Checkout.product("metricsctl").deletingLastPathComponent().path
            let environment = [
                "PATH": "\(programs):/usr/bin:/bin", "TZ": "UTC", "METRICSCTL_DB": folder.path("weeks.db"),
                "METRICSCTL_CONFIG": folder.path("config.yaml"), "HOME": folder.url.path,
            ]
            return try Program(URL(filePath: "/bin/sh"), environment: environment)
                .run("-c", "cd '\(folder.url.path)' && \(line)")
        }
    }

    @Test("every question has the answer that the page says")
    func answers() throws {
        let page = try String(contentsOf: Self.page, encoding: .utf8)
        let shell = try Shell(configuration: try #require(Self.blocks(page, "```yaml").first))
        let way = page.components(separatedBy: "```")[0]
        for line in way.split(separator: "\n") where line.hasPrefix("    ") {
            let made = try shell.run(String(line.dropFirst(4)))
            try #require(made.exitCode == 0, "\(line): \(made.stderr)")
        }
        let blocks = Self.blocks(page, "```console")
        #expect(blocks.count == 10)
        var answered = page
        for block in blocks {
            let command = try #require(block.split(separator: "\n").first)
            // As on a terminal.
            let table = command.contains("--format") ? "" : " --format table"
            let answer = try shell.run(command.dropFirst(2) + table)
            #expect(answer.exitCode == 0 && answer.stderr.isEmpty, "\(command): \(answer.stderr)")
            answered = answered.replacing(block, with: "\(command)\n\(answer.stdout)")
        }
        if ProcessInfo.processInfo.environment["METRICSCTL_RECORD"] != nil {
            try Data(answered.utf8).write(to: Self.page)
        } else {
            let pairs = zip(page.split(separator: "\n"), answered.split(separator: "\n"))
            let difference = pairs.first { $0 != $1 }
            #expect(Data(answered.utf8) == Data(page.utf8), "\(String(describing: difference))")
        }
    }

    private static func blocks(_ page: String, _ fence: String) -> [String] {
        page.components(separatedBy: "\(fence)\n").dropFirst().map { $0.components(separatedBy: "```")[0] }
    }
}

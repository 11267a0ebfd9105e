import Foundation
import TestSupport
import Testing

/// Every link of the documentation that leads into this repository has something at its end: a file, and in it the heading.
@Suite struct LinkTests {
    static let pages =
        ["README.md", "CHANGELOG.md"]
        + ["CONTRIBUTING", "SECURITY", "RELEASING"].map { ".github/\($0).md" }
        + [
            "Architecture", "Reference", "Counting", "HTTP", "Operations", "Migration", "Formats", "Objectives",
            "Comparing", "Questions", "Configuration", "Grafana", "ManyMachines",
        ]
        .map { "Sources/Documentation/\($0).md" }

    @Test("links inside the repository lead to a file and a heading", arguments: pages)
    func links(of page: String) throws {
        let folder = Checkout.root.appending(path: page).deletingLastPathComponent()
        for match in try Checkout.text(page).matches(of: #/\]\(([^)\s]+)\)/#) {
            let link = String(match.1)
            guard !link.contains("://") else { continue }
            let parts = link.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            let target = parts[0].isEmpty ? Checkout.root.appending(path: page) : folder.appending(path: parts[0])
            try #require(FileManager.default.fileExists(atPath: target.path), "\(page): \(link)")
            guard parts.count == 2 else { continue }
            let text = try String(contentsOf: target, encoding: .utf8)
            #expect(Self.anchors(of: text).contains(parts[1]), "\(page): \(link)")
        }
    }

    @Test("every step of the walk through the code names a file and a function in it, in at most 20 steps each way")
    func walk() throws {
        let page = try Checkout.text("Sources/Documentation/Architecture.md")
        let steps = page.matches(of: #/(?m)^(\d+)\. `([^`]+\.swift)` `(\w+)`/#)
        #expect(steps.count > 30)
        for step in steps {
            #expect(Int(step.1).map { $0 <= 20 } == true)
            let code = try Checkout.text("Sources/\(step.2)")
            #expect(
                code.contains("func \(step.3)(") || code.contains("var \(step.3): "), "\(step.2) has no \(step.3)")
        }
    }

    @Test("every number that the collector decides by stands in the code by the name that the page gives")
    func numbers() throws {
        let page = try Checkout.text("Sources/Documentation/Architecture.md")
        let names = page.matches(of: #/\| `(\w+)\.(\w+)` \|/#)
        #expect(names.count > 10)
        let files = try FileManager.default.subpathsOfDirectory(atPath: Checkout.root.path + "/Sources/Collector")
        let code = try files.filter { $0.hasSuffix(".swift") }.map { try Checkout.text("Sources/Collector/\($0)") }
        for name in names {
            let declared = code.contains { text in
                text.contains(" \(name.1)") && ["let \(name.2)", "func \(name.2)("].contains { text.contains($0) }
            }
            #expect(declared, "\(name.1).\(name.2)")
        }
    }

    /// The anchors of a page's headings, as GitHub makes them: small letters, no punctuation, hyphens for blanks.
    private static func anchors(of page: String) -> Set<String> {
        let headings = page.split(separator: "\n").filter { $0.hasPrefix("#") }
        return Set(
            headings.map { heading in
                let words = heading.drop { $0 == "#" }.trimmingCharacters(in: .whitespaces).lowercased()
                return words.filter { $0.isLetter || $0.isNumber || "-_ ".contains($0) }
                    .replacing(" ", with: "-")
            })
    }
}

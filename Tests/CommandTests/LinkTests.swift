import Foundation
import TestSupport
import Testing

/// Every link of the documentation that leads into this repository has something at its end: a file, and in it the heading.
@Suite struct LinkTests {
    static let pages =
        ["README.md", "CHANGELOG.md"]
        + ["CONTRIBUTING", "SECURITY", "RELEASING"].map { ".github/\($0).md" }
        + ["Reference", "Counting", "HTTP", "Operations", "Migration", "Formats"]
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

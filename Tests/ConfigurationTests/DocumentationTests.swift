import Foundation
import TestSupport
import Testing

@testable import Configuration

struct DocumentationTests {
    private static let sections: [(title: String, Section)] = [
        ("The file", Schema.file), ("Sources", Schema.source), ("basic_auth", Schema.basicAuth),
        ("Measures", Schema.measure), ("Presets", Schema.preset), ("Models", Schema.model),
        ("Objectives", Schema.objective), ("Exclusions", Schema.exclusion), ("Announcements", Schema.announcement),
        ("Updates", Schema.update), ("Limits", Schema.limits),
        ("Notify", Schema.notify), ("Notice rules", Schema.noticeRule), ("Quiet hours", Schema.quietHours),
        ("Page", Schema.page),
    ]

    @Test func `Every key is documented with its type and default, and no other is`() throws {
        let page = try Checkout.text("Sources/Documentation/Configuration.md")
        for (title, section) in Self.sections {
            let part = try #require(page.components(separatedBy: "\n## \(title)\n").dropFirst().first, "\(title)")
            let rows = part.components(separatedBy: "\n## ")[0].split(separator: "\n").filter { $0.hasPrefix("| `") }
            let expected = section.keys.map { key in
                let usual = key.isRequired ? "required" : key.usual.map { "`\($0)`" } ?? ""
                return "| `\(key.name)` | \(key.type.name) | \(usual) |"
            }
            #expect(rows.count == expected.count, "\(title)")
            for (row, start) in zip(rows, expected) { #expect(row.hasPrefix(start), "\(row)") }
        }
    }

    @Test func `The example of the page is a right configuration`() throws {
        let page = try Checkout.text("Sources/Documentation/Configuration.md")
        let example = page.components(separatedBy: "```yaml\n")[1].components(separatedBy: "```")[0]
        #expect(try Configuration(text: example).sources.map(\.name) == ["cluster-a"])
    }

    /// Examples of keys are right by themselves, too: each stands for its key in a section that has nothing else wrong.
    @Test func `Examples of scalars are read by their keys' types`() throws {
        let page = try Checkout.text("Sources/Documentation/Configuration.md")
        let scalars = ScalarReader(zone: .utc)
        for (title, section) in Self.sections {
            let part = page.components(separatedBy: "\n## \(title)\n")[1].components(separatedBy: "\n## ")[0]
            for key in section.keys where key.type.isScalar {
                let row = try #require(part.split(separator: "\n").first { $0.hasPrefix("| `\(key.name)` |") })
                let cell = row.components(separatedBy: " | ").last?.dropLast(2).drop { $0 == "`" } ?? ""
                let text = cell.prefix { $0 != "`" }
                let quote = text.first.flatMap { "'\"".contains($0) ? $0 : nil }
                let example = String(quote == nil ? text : text.dropFirst().dropLast())
                #expect(throws: Never.self) { try scalars.read(example, as: key.type).get() }
            }
        }
    }
}

extension ValueType {
    fileprivate var isScalar: Bool {
        switch self {
        case .section, .list, .oneOrMore, .map, .orOff: false
        default: true
        }
    }
}

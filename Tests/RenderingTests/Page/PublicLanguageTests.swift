import Foundation
import TestSupport
import Testing

@testable import Rendering

@Suite struct PublicLanguageTests {
    @Test(
        "each language has all words, and none of English is left over",
        arguments: PublicLanguage.builtIn.dropFirst().map(\.tag))
    func complete(tag: String) throws {
        let file = try PublicLanguage(text: Checkout.text("Sources/Rendering/Public/Languages/\(tag).txt"))
        #expect(file.tag == tag && file.keys == PublicLanguage.english.keys)
        for key in file.keys where file[key] == PublicLanguage.english[key] {
            let words = file[key].replacing(/\{[a-z]+\}/, with: "")
            #expect(!words.contains { $0.isLetter }, "\(key): \(file[key])")
        }
    }

    @Test("every file beside English is carried by the program")
    func carried() throws {
        let folder = Checkout.root.appending(path: "Sources/Rendering/Public/Languages")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(Set(names) == Set(PublicLanguage.builtIn.map { "\($0.tag).txt" }))
    }

    private func english(_ change: (inout [String]) -> Void) throws -> String {
        var lines = try Checkout.text("Sources/Rendering/Public/Languages/en.txt").split(separator: "\n").map(
            String.init)
        lines.removeAll { $0.hasPrefix("#") }
        change(&lines)
        return lines.joined(separator: "\n")
    }

    @Test("what is wrong with a file is told with its line")
    func faults() throws {
        let words = try english { _ in }
        #expect(throws: PublicLanguage.Fault.badLine(1)) { try PublicLanguage(text: "nothing\n" + words) }
        #expect(throws: PublicLanguage.Fault.unknown(key: "titel", line: 1)) {
            try PublicLanguage(text: "titel: x\n" + words)
        }
        #expect(throws: PublicLanguage.Fault.twice(key: "title", line: 4)) {
            try PublicLanguage(text: "title: x\n" + words)
        }
        let without = try english { $0.removeAll { $0.hasPrefix("title:") } }
        #expect(throws: PublicLanguage.Fault.missing(["title"])) { try PublicLanguage(text: without) }
        let tag = try english { $0[0] = "language: <b>" }
        #expect(throws: PublicLanguage.Fault.badTag("<b>")) { try PublicLanguage(text: tag) }
        let line = try english { $0.removeAll { $0.hasPrefix("zone:") } } + "\nzone: {when}"
        #expect(throws: PublicLanguage.Fault.self) { try PublicLanguage(text: line) }
    }

    @Test("what is put into words is not looked into again")
    func values() {
        #expect(PublicLanguage.english.text("zone", ["zone": "{zone}"]) == "Times are in {zone}.")
    }
}

import Configuration
import Support
import TestSupport
import Testing
import YAML

@testable import Configuration

struct RefusalTests {
    @Test func `There are more than two hundred broken configurations`() {
        #expect(RefusedConfiguration.all.count > 200)
    }

    @Test(arguments: RefusedConfiguration.all)
    func `Every mistake is told with its line and column, and nothing else is`(_ refused: RefusedConfiguration) {
        let found = mistakes(in: refused.text)
        #expect(!refused.mistakes.isEmpty)
        #expect(
            found.map { [$0.position.line, $0.position.column] } == refused.mistakes.map { [$0.line, $0.column] },
            "\(found.map(\.text))")
        for (mistake, expected) in zip(found, refused.mistakes) {
            #expect(mistake.message.hasPrefix(expected.message), "\(mistake.message)")
        }
    }
}

/// What is wrong with a configuration that is all in one file, `config.yaml`.
func mistakes(in text: String) -> [YAMLMistake] {
    do throws(ConfigurationError) {
        _ = try Configuration(text: text)
        return []
    } catch { return error.mistakes }
}

extension Configuration {
    init(text: String, credentials: String? = nil) throws(ConfigurationError) {
        let read = YAMLFile(Array(text.utf8), file: "config.yaml")
        try self.init(
            read.root, files: ["config.yaml"], mistakes: read.mistakes, zone: .utc, credentials: credentials)
    }
}

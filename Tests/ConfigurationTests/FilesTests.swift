import Foundation
import Support
import TestSupport
import Testing

@testable import Configuration

struct FilesTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try FileManager.default.createDirectory(
            at: folder.url.appending(path: "config.d"), withIntermediateDirectories: true)
    }

    private func write(_ text: String, _ name: String = "config.yaml") throws {
        try text.write(to: folder.url.appending(path: name), atomically: true, encoding: .utf8)
    }

    private func read() throws(ConfigurationError) -> Configuration {
        try Configuration(
            ConfigurationFiles(path: folder.path("config.yaml"), isNamed: true), zone: .utc, credentials: nil)
    }

    private func mistakes() -> [String] {
        do throws(ConfigurationError) {
            _ = try read()
            return []
        } catch { return error.mistakes.map { $0.text.replacingOccurrences(of: folder.url.path + "/", with: "") } }
    }

    @Test func `Lists of config.d are appended in the order of the names, and keys come together`() throws {
        try write("sources: [{name: a, url: 'http://a', preset: vllm}]\npage: {title: A}\n")
        try write("sources: [{name: c, url: 'http://c', preset: vllm}]\n", "config.d/20.yaml")
        try write("sources: [{name: b, url: 'http://b', preset: vllm}]\npage: {good_below: 1s}\n", "config.d/10.yaml")
        try write("models: [{match: x}]\nsources:\n", "config.d/30.yaml")
        for (name, text) in [("40.yml", "broken: ["), (".50.yaml", "broken: ["), ("60.yaml.bak", "broken: [")] {
            try write(text, "config.d/" + name)
        }
        let configuration = try read()
        #expect(configuration.sources.map(\.name) == ["a", "b", "c"])
        #expect(configuration.page.title == "A" && configuration.page.thresholds != nil)
        #expect(configuration.models.count == 1)
        let names = ["config.yaml", "config.d/10.yaml", "config.d/20.yaml", "config.d/30.yaml"]
        #expect(configuration.files == names.map(folder.path))
    }

    @Test func `What two files say names both places`() throws {
        try write("archive: a\nsources: [{name: a, url: 'http://a', preset: vllm}]\n")
        try write("# b\narchive: b\nsources:\n  - {name: a, url: 'http://b', preset: vllm}\n", "config.d/b.yaml")
        let here = folder.url.path + "/config.yaml"
        let found = mistakes().map { $0.replacingOccurrences(of: here, with: "config.yaml") }
        #expect(
            found == [
                "config.d/b.yaml:2:1: archive is set already at config.yaml:1:1",
                "config.d/b.yaml:4:12: a source is called a already at config.yaml:2:18",
            ])
    }

    @Test func `Mistakes of all files come in the order of the files`() throws {
        try write("archive: a\npgae: {}\n")
        try write("- a\n", "config.d/a.yaml")
        try write("x: [a\n", "config.d/b.yaml")
        let found = mistakes()
        #expect(
            found.map { String($0.prefix { $0 != " " }) } == [
                "config.yaml:2:1:", "config.d/a.yaml:1:1:", "config.d/b.yaml:1:4:",
            ])
    }

    @Test func `A file that was named and is not there is a mistake, one that was not is none`() throws {
        #expect(mistakes() == ["config.yaml: cannot be read: no such file or directory"])
        let files = ConfigurationFiles(path: folder.path("config.yaml"), isNamed: false)
        #expect(try Configuration(files, zone: .utc, credentials: nil).files == [])
        #expect(throws: ConfigurationError.self) {
            try Configuration(
                ConfigurationFiles(path: folder.url.path, isNamed: false), zone: .utc, credentials: nil)
        }
    }

    @Test func `A relative path is relative to the file that says it`() throws {
        try write("archive: m.db\n", "config.d/x.yaml")
        try write("page: {}\n")
        #expect(try read().archive == folder.path("config.d/m.db"))
    }

    @Test func `Addresses in files are read when something is told, and one that is missing keeps no other`() throws {
        try write("https://example.org/hook/1\n", "hook")
        try write("no address\n", "bad")
        // Read to its end, it would hold a second line.
        try write("https://example.org/" + String(repeating: "a", count: 1 << 16) + "\nno address\n", "long")
        try write("notify: {webhook_file: [hook, missing, bad, long], ping_file: hook, for: 1m}\n")
        var failures: [String] = []
        let settings = try #require(try read().notify).settings { failures.append($0.message) }
        #expect(settings.targets.count == 1 && settings.pings.count == 1)
        let there = folder.url.path
        #expect(
            failures == [
                "cannot read \(there)/missing: no such file or directory",
                "cannot use \(there)/bad: it must hold one http or https URL, and nothing else",
                "cannot read \(there)/long: it is larger than 64 KiB",
            ])
    }

    @Test func `Files lie in the user's folder, else in the machine's`() {
        let places = ConfigurationFiles.places
        let etc = "/etc/metricsctl/config.yaml"
        #expect(places { ["HOME": "/home/a"][$0] } == ["/home/a/.config/metricsctl/config.yaml", etc])
        #expect(places { ["HOME": "/home/a", "XDG_CONFIG_HOME": "/x"][$0] } == ["/x/metricsctl/config.yaml", etc])
        #expect(places { ["HOME": "/h", "XDG_CONFIG_HOME": "x"][$0] } == ["/h/.config/metricsctl/config.yaml", etc])
        #expect(places { _ in nil } == [etc])
    }
}

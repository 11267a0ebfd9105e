import Archive
import Latency
import SQLiteStore
import TestSupport
import Testing

@testable import Doctor

@Suite struct CollectedSourcesTests {
    private static let day = 86_400

    /// An archive of sources that were last collected so many days ago; nil was never.
    private func archive(_ folder: TemporaryFolder, _ days: [String: Int?]) throws -> Archive {
        let archive = try Archive(creatingAt: folder.path("metrics.db"))
        for (name, age) in days {
            let source = try archive.source(
                SourceDescription(
                    name: Name(name), metric: "m", url: "http://\(name):9090", selector: "", modelLabel: "model",
                    unit: .seconds))
            guard let age else { continue }
            let time = CannedPrometheus.now - age * Self.day
            try archive.record(
                Run(started: time, finished: time, windows: 0, outcome: .success, detail: nil), of: source)
        }
        return archive
    }

    private func found(_ archive: Archive, but others: [SourceID] = []) throws -> [String] {
        try CollectedSources.settings(in: archive, but: others, now: CannedPrometheus.now).map {
            "\($0.source.name) \($0.server.text)"
        }.sorted()
    }

    @Test("sources of the last week are looked at where they were collected, others were given up")
    func recent() throws {
        let folder = try TemporaryFolder()
        let archive = try archive(folder, ["a": 0, "b": 6, "c": 7, "d": nil])
        #expect(try found(archive) == ["a http://a:9090", "b http://b:9090"])
        #expect(try found(archive, but: [SourceID(name: "a", metric: "m")]) == ["b http://b:9090"])
        #expect(try found(archive, but: [SourceID(name: "a", metric: "n")]).count == 2)
    }

    @Test("where all were given up and nothing is scheduled, all of them are looked at")
    func givenUp() throws {
        let folder = try TemporaryFolder()
        let archive = try archive(folder, ["a": 8, "b": 900, "c": nil])
        #expect(try found(archive) == ["a http://a:9090", "b http://b:9090"])
        #expect(try found(archive, but: [SourceID(name: "x", metric: "m")]).isEmpty)
    }
}

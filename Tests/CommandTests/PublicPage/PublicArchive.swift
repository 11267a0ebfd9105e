import Archive
import Foundation
import Latency
import SQLiteStore
import TestSupport

/// An archive of two clusters with public, hidden and hostile models, up to now, and a configuration that makes a page of it.
final class PublicArchive {
    let folder: TemporaryFolder
    var path: String { folder.path("inside-archive.db") }
    var configuration: String { folder.path("config.yaml") }
    var options: [String] { ["--db", path, "--config", configuration] }

    /// What no customer may read, of the archive, the configuration and the machine.
    var insideWords: [String] {
        [
            "inner.corp", ":9090", "innerjob", "cluster-zeta", "cluster-eta", "raw-llama", "raw-gpt", "secret-model",
            "vllm:",
            "model_name", "inner-objective", "inner-reason", "inner-mark", "inner-user", "inside-archive",
            "token.sekrit", "sekrit",
            folder.url.path, NSUserName() + "@", "SQLite", "metricsctl", "10417",
        ]
    }

    static let hostile = "<script>alert(1)</script>&\"'\u{202E}gnp"
    static let ids = ["llama-3-1-70b", "gpt-4", "script-alert-1-script-gnp-\(hash)", "never-seen"]
    private static let hash = "577d8498e5"

    /// - Parameters:
    ///   - now: the end of the newest window; nil leaves the archive out.
    ///   - page: what the section `page` has.
    init(
        newest: Int? = Int(Date().timeIntervalSince1970) / 300 * 300, hasObjectives: Bool = true,
        page: String = "title: Example AI status, timezone: Asia/Seoul, url: \"https://status.example.com/\""
    ) throws {
        folder = try TemporaryFolder()
        try Data("sekrit".utf8).write(to: folder.url.appending(path: "token.sekrit"))
        let objectives = """
            objectives:
              - {name: inner-objective, models: "*", measure: ttft, below: 500ms, target: 90%}
              - {name: inner-objective-2, models: "raw-llama*", measure: e2e, below: 10s, target: 50%}

            """
        try Data((Self.text(page: page) + (hasObjectives ? objectives : "")).utf8).write(
            to: folder.url.appending(path: "config.yaml"))
        if let newest { try fill(newest) }
    }

    private static func text(page: String) -> String {
        """
        sources:
          - {name: cluster-zeta, url: "http://inner.corp:9090", preset: vllm, selector: 'job="innerjob"', bearer_token_file: token.sekrit}
        page: {\(page)}
        models:
          - {match: "raw-llama*", name: Llama 3.1 70B, public: true, group: Chat, good_below: {ttft: 1s}, warning_below: {ttft: 2s}}
          - {match: "raw-gpt", name: GPT-4, public: true, group: Chat, good_below: {ttft: 1ms}, warning_below: {ttft: 2ms}}
          - {match: "raw-hostile", name: "<script>alert(1)</script>&\\"'\\u202Egnp", public: true}
          - {match: "raw-absent", name: Never seen, public: true, group: Other}
          - {match: "secret-model", name: Hidden}
        exclusions:
          - {from: 2026-01-01, to: 2026-01-02, reason: inner-reason}
        announcements:
          - {title: "<b>Old</b> incident \(String(repeating: "x", count: 10_000))", severity: critical, from: 2026-01-01, to: 2099-01-01, models: "GPT*", text: "<script>alert(2)</script>]]>"}

        """
    }

    private func fill(_ newest: Int) throws {
        let archive = try Archive(creatingAt: path)
        for (name, metric, bounds) in [
            ("cluster-zeta", "vllm:time_to_first_token_seconds", [0.1, 0.25, 0.5, 1, 2.5]),
            ("cluster-zeta", "vllm:e2e_request_latency_seconds", [1, 2.5, 5, 10, 20]),
            ("cluster-eta", "vllm:time_to_first_token_seconds", [0.1, 0.25, 0.5, 1, 2.5]),
        ] as [(Name, Name, [Double])] {
            let source = try archive.source(
                SourceDescription(
                    name: name, metric: metric, url: "http://\(name.text).inner.corp:9090",
                    selector: "job=\"innerjob\"",
                    modelLabel: "model_name", unit: .seconds))
            guard let layout = BucketLayout(upperBounds: bounds) else { throw SampleArchive.BadHistogram() }
            let windows = try (0..<288).map { age in
                let models: [(Name, [Int])] = [
                    ("raw-llama-a", [3, 90, 5, 2, 0, 0]), ("raw-llama-b", [0, 17, 0, 0, 0, 0]),
                    ("raw-gpt", age < 12 ? [0, 0, 0, 50, 50, 0] : [0, 100, 0, 0, 0, 0]),
                    ("raw-hostile", [0, 0, 0, 0, 0, 0]), ("secret-model", [0, 0, 10_417, 0, 0, 0]),
                ]
                let found = try models.map { name, counts in
                    guard let part = Histogram.Part(layout: layout, counts: counts) else {
                        throw SampleArchive.BadHistogram()
                    }
                    return ModelWindow(
                        model: name, quality: .exact, histogram: Histogram(part, sumMicroseconds: nil))
                }
                return CollectedWindow(window: Window(endedAt: newest - 300 * age), models: found)
            }
            try archive.commit(windows.reversed(), run: nil, of: source)
        }
        let mark = Mark(
            at: newest - 3600, text: "inner-mark", model: nil, kind: .manual, createdAt: newest, createdBy: "inner-user"
        )
        _ = try archive.add(mark)
        let announcement = Announcement(
            title: "Second server", text: "It is up.\n\nTwo lines.", severity: .minor, start: newest - 600,
            models: ShellPattern("Llama*"))
        let added = try archive.add(
            RecordedAnnouncement(announcement, createdAt: newest, createdBy: "inner-user"))
        _ = try archive.add(
            AnnouncementUpdate(of: added.id, at: newest - 300, text: "Over.", severity: nil, end: newest - 300),
            createdAt: newest, createdBy: "inner-user")
    }

    func serve(_ arguments: [String] = []) throws -> ServedProgram {
        try ServedProgram(archive: path, arguments: ["--public", "--config", configuration] + arguments)
    }

    /// The files of an export, by their paths in it.
    static func files(in folder: URL) throws -> [String: String] {
        let names = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
        return try names.reduce(into: [:]) { files, name in
            var isFolder: ObjCBool = false
            let file = folder.appending(path: name)
            guard FileManager.default.fileExists(atPath: file.path, isDirectory: &isFolder), !isFolder.boolValue else {
                return
            }
            files[name] = try String(contentsOf: file, encoding: .utf8)
        }
    }
}

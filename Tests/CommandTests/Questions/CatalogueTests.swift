import Archive
import ArgumentParser
import Foundation
import Latency
import Questions
import Rendering
import Server
import TestSupport
import Testing

@testable import metricsctl

/// Every question is there wherever people look for it.
@Suite struct CatalogueTests {
    private static let tabular = QuestionCatalogue.tabular.map { Entry(name: $0.name, path: $0.route?.path) }

    struct Entry: Sendable, CustomTestStringConvertible {
        let name: String
        let path: String?
        var testDescription: String { name }
    }

    /// The words behind `metricsctl` that ask a question; nil where no command does.
    private func command(_ name: String) -> [String]? {
        let parents: [(any ParsableCommand.Type, [String])] = [
            (Metricsctl.self, []), (ArchiveCommand.self, ["archive"]),
        ]
        return parents.first { $0.0.configuration.subcommands.contains { $0.configuration.commandName == name } }.map {
            $0.1 + [name]
        }
    }

    @Test("every question has a command with all formats, or a route", arguments: tabular)
    func complete(question: Entry) throws {
        let readme = try Checkout.text("README.md")
        guard let words = command(question.name) else {
            #expect(question.path != nil, "nothing asks \(question.name)")
            return
        }
        // A command with commands of its own asks by the first of them.
        let asking = Metricsctl.configuration.subcommands.first { $0.configuration.commandName == words[0] }
        let standard = asking?.configuration.defaultSubcommand?.configuration.commandName
        let full = words + [standard].compactMap(\.self)
        #expect(try MetricsctlRun(full + ["--help"]).output.contains("--format <format>"))
        #expect(readme.contains("`metricsctl \(full.joined(separator: " "))`"))
        guard let path = question.path else { return }
        #expect(try MetricsctlRun(["serve", "--help"]).output.contains("GET \(path)\n"))
        #expect(readme.contains("`GET \(path)`"))
    }

    @Test("names are there once")
    func names() {
        let names = QuestionCatalogue.tabular.map { $0.name } + QuestionCatalogue.others.map { $0.name }
        #expect(Set(names).count == names.count)
    }

    @Test("the columns of its CSV are the keys of its JSON", arguments: tabular.indices)
    func columns(place: Int) throws {
        let golden = try GoldenArchive()
        let archive = try Archive(updatingAt: golden.path)
        let (now, all) = (GoldenArchive.now, ShellPattern("*"))
        let mark = Mark(at: now, text: "upgrade", model: nil, kind: .manual, createdAt: now, createdBy: "alice")
        _ = try archive.add(mark)
        let exclusion = Exclusion(from: now - 600, to: now, models: all, reason: "maintenance")
        _ = try archive.add(RecordedExclusion(exclusion, createdAt: now, createdBy: "alice"))
        try expectSameNames(QuestionCatalogue.tabular[place], archive)
    }

    private func expectSameNames<Asked: TabularQuestion>(_ question: Asked.Type, _ archive: Archive) throws {
        var context = QuestionContext(now: GoldenArchive.now, zone: .utc)
        context.objectives = [
            Objective(
                name: "chat", models: .all, measure: "request_duration_seconds", below: 1000,
                target: try #require(Share("99%")), period: .sevenDays, errorClasses: [])
        ]
        let answer = try Asked(QueryParameters(), in: context).answer(from: archive)
        let csv = text(answer, to: question, .csv).prefix { $0 != "\r\n" }.split(separator: ",").map(String.init)
        let json = try #require(
            try JSONSerialization.jsonObject(with: Data(text(answer, to: question, .json).utf8)) as? [String: Any])
        // What JSON has only where it is unusual, and what it has once for all rows of a part.
        let rows = try #require(json["data"] as? [Any] ?? json["models"] as? [Any] ?? [json])
        // What has no row here, since nothing changed, has the keys that the API is described with.
        let told = rows.isEmpty ? try Self.described(at: #require(Asked.route?.path)) : Self.keys(json)
        let keys = told.union(["resolution"]).intersection(csv)
        #expect(Set(csv).subtracting(Asked.name == "health" ? ["name", "metric"] : []) == keys)
        #expect(csv.count == Set(csv).count && Self.keys(json).subtracting(Self.others).isSubset(of: csv))
        #expect(Asked.columns.allSatisfy { $0.key != nil || $0.title != nil })
    }

    /// What is no column: the document around the rows.
    private static let others: Set = [
        "status", "count", "last_updated", "warnings", "time_range_start", "time_range_end", "time_range_hours",
        "time_range_step", "start", "end", "file", "bytes", "free_bytes", "version", "model_windows",
        "bytes_per_model_window", "at", "by", "from", "to", "sources", "goodput",
    ]

    /// The keys of the rows of an answer, as the description of the API has them.
    private static func described(at path: String) throws -> Set<String> {
        func object(_ value: Any?) throws -> [String: Any] { try #require(value as? [String: Any]) }
        let text = try Checkout.text("Sources/Server/Resources/openapi.json")
        let document = try object(JSONSerialization.jsonObject(with: Data(text.utf8)))
        let answers = try object(object(object(object(document["paths"])[path])["get"])["responses"])
        let content = try object(object(object(answers["200"])["content"])["application/json"])
        let name = try #require((try object(content["schema"])["$ref"] as? String)?.split(separator: "/").last)
        let schema = try object(object(object(document["components"])["schemas"])[String(name)])
        let rows = try object(object(object(schema["properties"])["data"])["items"])
        return try Set(object(rows["properties"]).keys)
    }

    /// Those of all objects; an object that is no row has its name before its keys.
    private static func keys(_ value: Any, _ prefix: String = "") -> Set<String> {
        switch value {
        case let object as [String: Any]: Set(object.flatMap { keys($0.value, prefix + $0.key + "_") })
        // Rows, or a list inside of one, whose columns have its name in front.
        case let list as [[String: Any]]: Set(list.flatMap { keys($0, prefix == "burn_" ? prefix : "") })
        default: [String(prefix.dropLast())]
        }
    }

    private func text<Asked: TabularQuestion>(
        _ answer: Asked.Answer, to question: Asked.Type, _ format: OutputFormat
    ) -> String {
        var bytes: [UInt8] = []
        Renderer(format: format, zone: .utc, terminal: .none).write(answer, to: question) { bytes += $0 }
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test("what tells of hosts and paths has no route")
    func forTheCommandLine() throws {
        #expect(Self.tabular.filter { $0.path == nil }.map(\.name) == ["runs", "stat"])
        let sample = try SampleArchive()
        let server = try ServedProgram(archive: sample.path)
        for path in ["/api/runs/", "/runs/", "/api/metrics/runs/"] { #expect(try server.request(path).status == 404) }
        _ = try server.stop()
    }
}

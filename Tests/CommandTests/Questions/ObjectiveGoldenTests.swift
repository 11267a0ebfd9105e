import Archive
import Foundation
import Latency
import SQLiteStore
import TestSupport
import Testing

/// Objectives, marks, exclusions and reports, byte for byte as the folder Golden has their answers, from the command line and over HTTP.
@Suite struct ObjectiveGoldenTests {
    private static let configuration = """
        objectives:
          - {name: chat, models: "*", measure: ttft, below: 250ms, target: 90%, period: month}
          - {name: whole, models: "llama*", measure: e2e, below: 2s, target: 99%, period: month}
          - {name: week, measure: e2e, below: 2500ms, target: 50%, period: 7d}
        exclusions:
          - {from: 2025-10-17T13:42:00+09:00, to: 2025-10-17T13:47:00+09:00, models: "gpt*", reason: driver upgrade}

        """

    /// With a mark and an exclusion of its own.
    private struct Sample {
        let archive: MeasuredArchive
        let options: [String]

        init() throws {
            archive = try MeasuredArchive()
            let file = archive.folder.path("config.yaml")
            try Data(ObjectiveGoldenTests.configuration.utf8).write(to: URL(filePath: file))
            options = ["--db", archive.path, "--config", file]
            let (at, now) = (SampleArchive.newest - 1800, SampleArchive.newest)
            let stored = try Archive(updatingAt: archive.path)
            _ = try stored.add(
                Mark(at: at, text: "vLLM 0.11", model: nil, kind: .manual, createdAt: now, createdBy: "alice"))
            let exclusion = Exclusion(from: at + 600, to: at + 660, models: .all, reason: "switch <b>")
            _ = try stored.add(RecordedExclusion(exclusion, createdAt: now, createdBy: "alice"))
        }

        func run(_ arguments: [String]) throws -> MetricsctlRun {
            try MetricsctlRun(arguments + options)
        }
    }

    private static let moment = ["--at", MeasuredArchive.moment]
    private static let asked = [
        ("slo", "slo", "/api/slo/?"),
        (
            "slo-below", "slo --below 700ms --target 95% --period today",
            "/api/slo/?below=700ms&target=95%25&period=today&"
        ),
        (
            "slo-past", "slo --objective week --past 2 --model gpt-4",
            "/api/slo/?objective=week&past=2&model_name=gpt-4&"
        ),
    ]

    static let files =
        asked.flatMap { asked in ["json", "csv", "txt"].map { "\(asked.0).\($0)" } }
        + ["html", "md", "json", "txt"].map { "report.\($0)" }

    @Test("every objective's JSON, CSV and table, and the same bytes over HTTP")
    func answers() throws {
        let sample = try Sample()
        let server = try ServedProgram(archive: sample.archive.path, arguments: Array(sample.options.suffix(2)))
        let time = MeasuredArchive.moment.replacing("+", with: "%2B")
        for (name, arguments, path) in Self.asked {
            for format in ["json", "csv", "table"] {
                let run = try sample.run(
                    arguments.split(separator: " ").map(String.init) + Self.moment + ["--format", format])
                #expect(run.status == 0 && run.errors.isEmpty, "\(name): \(run.errors)")
                try GoldenFile(name: "\(name).\(format == "table" ? "txt" : format)").expect(run.output)
                if format == "table" {
                    let table = run.output.split(separator: "\n", omittingEmptySubsequences: false).dropFirst(2)
                    #expect(table.prefix { !$0.isEmpty }.allSatisfy { $0.count <= 80 }, "\(name)")
                    continue
                }
                let reply = try server.request("\(path)at=\(time)&format=\(format)")
                #expect(reply.body == run.output, "\(path)")
            }
        }
    }

    @Test("a report is the same bytes again, stands alone, and names the counts that it rests on")
    func report() throws {
        let sample = try Sample()
        for (format, ending) in [("html", "html"), ("md", "md"), ("json", "json"), ("text", "txt")] {
            let arguments = ["report", "--period", "month", "--format", format] + Self.moment
            let run = try sample.run(arguments)
            #expect(run.status == 0 && run.errors.isEmpty, "\(run.errors)")
            try GoldenFile(name: "report.\(ending)").expect(run.output)
            #expect(try sample.run(arguments).output == run.output)
            if format == "html" {
                #expect(!run.output.contains("<script") && !run.output.contains("<b>") && !run.output.contains("src="))
            }
            let file = sample.archive.folder.path("report.\(ending)")
            try Data(run.output.utf8).write(to: URL(filePath: file))
            let verified = try sample.run(["report", "verify", file, "--json"])
            #expect(verified.status == 0 && !verified.output.contains("later"), "\(verified.output)\(verified.errors)")
        }
    }

    @Test("verify tells what has changed since")
    func verify() throws {
        let sample = try Sample()
        let file = sample.archive.folder.path("report.txt")
        let report = try sample.run(["report", "--period", "month"] + Self.moment)
        try Data(report.output.utf8).write(to: URL(filePath: file))
        func rows() throws -> (rows: [[String: Any]], status: Int32) {
            let run = try sample.run(["report", "verify", file, "--json"])
            let answer = try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any]
            return (try #require(answer?["data"] as? [[String: Any]]), run.status)
        }
        func states() throws -> Set<String> {
            let (rows, status) = try rows()
            let states = Set(rows.compactMap { $0["state"] as? String })
            #expect((status == 0) == (states == ["same"]))
            return states
        }
        #expect(try states() == ["same"])
        let counted = try rows().rows.map { row in
            let isOfRequests = row["requests_then"] as? Int == row["count_then"] as? Int
            #expect(isOfRequests || row["requests_then"] is NSNull && row["requests_now"] is NSNull)
            #expect(row["count_now"] as? Int == row["count_then"] as? Int)
            return "\(row["measure"] ?? "") \(row["counted"] ?? "") \(isOfRequests)"
        }
        #expect(
            Set(counted).isSuperset(of: [
                "ttft requests true", "itl intervals false", "output_tokens tokens false", "errors errors false",
                "requests requests true",
            ]), "\(counted)")
        #expect(try sample.run(["exclude", "remove", "1"]).status == 0)
        #expect(try states() == ["same", "exclusions_changed"])
        let unit = ["archive", "set-unit", "ms", "--metric-name", "vllm:time_to_first_token_seconds", "--yes"]
        #expect(try sample.run(unit).status == 0)
        #expect(try states() == ["same", "exclusions_changed", "unit_changed"])
        #expect(try sample.run(["archive", "forget-source", "west", "--yes"]).status == 0)
        #expect(try states() == ["same", "exclusions_changed", "unit_changed", "pruned"])
        try Data("nothing".utf8).write(to: URL(filePath: file))
        #expect(try sample.run(["report", "verify", file]).status == 64)
    }

    @Test("verify refuses a report that was changed, and says so")
    func changedReport() throws {
        let sample = try Sample()
        let file = sample.archive.folder.path("report.md")
        let report = try sample.run(["report", "--period", "month", "--format", "md"] + Self.moment).output
        let head = try #require(report.firstMatch(of: /report\/1 counts (\d+) (\d+)/)).output
        let source = try #require(report.firstMatch(of: /(report\/1 source .* )(\d+)( [0-9a-f]{64})/)).output
        for changed in [
            report.replacing(source.0, with: "\(source.1)\(try #require(Int(source.2)) + 1)\(source.3)"),
            report.replacing("counts \(head.1) \(head.2)", with: "counts \(head.1) 9223372036854775807"),
            report.replacing("counts \(head.1) \(head.2)", with: "counts \(head.2) \(head.1)"),
            report.replacing(/(?m)^metricsctl-report\/1 source .*\n/, with: ""),
            report.replacing(/(?m)^sha256 ..../, with: "sha256 0000"),
        ] {
            try Data(changed.utf8).write(to: URL(filePath: file))
            let run = try sample.run(["report", "verify", file])
            #expect(changed != report && run.status == 64 && run.output.isEmpty, "\(run.output)")
            #expect(run.errors == "metricsctl: the file is no report of metricsctl, or was changed\n")
        }
    }

    @Test("marks and exclusions are listed, those of the file with their origin, and removed by their number")
    func records() throws {
        let sample = try Sample()
        let marks = try sample.run(["mark", "list", "--json"])
        #expect(
            marks.output.contains(
                #""id":1,"at":"2025-10-17T14:00:00+09:00","text":"vLLM 0.11","model":null,"kind":"manual""#))
        let exclusions = try sample.run(["exclude", "list", "--json"])
        #expect(exclusions.output.contains(#""id":null,"from":"2025-10-17T13:42:00+09:00""#))
        #expect(
            exclusions.output.contains(
                #""reason":"driver upgrade","origin":"file","created_at":null,"created_by":null"#))
        #expect(exclusions.output.contains(#""id":1,"from":"2025-10-17T14:10:00+09:00""#))
        #expect(exclusions.output.contains(#""origin":"archive""#))
        #expect(try sample.run(["mark", "remove", "1"]).status == 0)
        let again = try sample.run(["mark", "remove", "1"])
        #expect(again.status == 1 && again.errors.hasPrefix("metricsctl: there is no mark 1\nhint: "))
        #expect(try sample.run(["mark", "list", "--json"]).output.contains(#""count":0"#))
        let wrong = try sample.run(["exclude", "add", "--from", "2025-10-18", "--to", "2025-10-17", "--reason", "x"])
        #expect(wrong.status == 64)
    }

    @Test("what is added by command is there, with who did it")
    func add() throws {
        let sample = try Sample()
        let mark = try sample.run(["mark", "add", "new driver", "--model", "gpt-4", "--at", "2025-10-17", "--json"])
        #expect(
            mark.status == 0 && mark.output.contains(#""id":2,"at":"2025-10-17T00:00:00+09:00","text":"new driver""#))
        let excluded = try sample.run([
            "exclude", "add", "--from", "2025-10-17", "--to", "2025-10-18", "--reason", "x", "--models", "a*", "--json",
        ])
        #expect(excluded.status == 0 && excluded.output.contains(#""models":"a*","reason":"x","origin":"archive""#))
        #expect(try sample.run(["mark", "list", "--json"]).output.contains(#""count":2"#))
    }

    @Test("check has the states of an objective")
    func check() throws {
        let sample = try Sample()
        // An hour of a month, or of a week: nobody can tell.
        let thin = try sample.run(["check", "--objective", "week"] + Self.moment)
        #expect(thin.status == 3 && thin.output.hasPrefix("LATENCY UNKNOWN: week: "), "\(thin.output)")
        #expect(thin.output.contains("cannot_tell (low_coverage)"))
        #expect(try sample.run(["check", "--objective", "nothing"]).status == 3)
        #expect(try sample.run(["check", "--objective", "chat", "--p95-warning", "2s"]).status == 3)
    }
}

import Foundation
import TestSupport
import Testing

/// Questions by measure, label, source and period, byte for byte as the folder Golden has their answers, from the command line
/// and over HTTP.
@Suite struct MeasuredGoldenTests {
    struct Asked: CustomTestStringConvertible, Sendable {
        /// Of the golden file, without its ending.
        let name: String
        let arguments: [String]
        let path: String

        init(_ name: String, _ arguments: String, _ path: String) {
            self.name = name
            self.arguments = arguments.split(separator: " ").map(String.init)
            self.path = path
        }

        var testDescription: String { name }
    }

    static let asked = [
        Asked("models-measured", "models", "/api/models/?"),
        Asked(
            "models-merged", "models --merge-sources --model gpt-* --hours 2",
            "/api/models/?merge_sources=&model_name=gpt-*&hours=2&"),
        Asked("models-day", "models --source west --from 2025-10-17", "/api/models/?source=west&from=2025-10-17&"),
        Asked(
            "summary", "summary --below 1s --below 2s --merge-models",
            "/api/metrics/summary/?below=1s&below=2s&merge_models=true&"),
        Asked(
            "summary-sources", "summary --by source --by region --period today",
            "/api/metrics/summary/?by=source&by=region&period=today&"),
        Asked(
            "summary-ttft", "summary --measure ttft --where region=eu --below 250ms",
            "/api/metrics/summary/?measure=ttft&where=region%3Deu&below=250ms&"),
        Asked("summary-itl", "summary --measure itl", "/api/metrics/summary/?measure=itl&"),
        Asked(
            "summary-errors", "summary --measure errors --by class --hours 1",
            "/api/metrics/summary/?measure=errors&by=class&hours=1&"),
        Asked(
            "summary-tokens", "summary --measure output_tokens --period 2025-W42",
            "/api/metrics/summary/?measure=output_tokens&period=2025-W42&"),
    ]

    /// Of the questions that were there before measures.
    static let older = [
        Asked("p95-ttft", "p95 --measure ttft --source east", "/api/metrics/p95/?measure=ttft&source=east&"),
        Asked("p95-merged", "p95 --merge-sources --merge-models", "/api/metrics/p95/?merge_sources=&merge_models=&"),
        Asked(
            "p95-regions", "p95 --by source --by region --model gpt*",
            "/api/metrics/p95/?by=source&by=region&model_name=gpt*&"),
        Asked("all-itl", "all --measure itl --source east", "/api/metrics/?measure=itl&source=east&"),
        Asked(
            "all-region", "all --source east --where region=us", "/api/metrics/?source=east&where=region%3Dus&"),
        Asked(
            "history-errors", "history --measure errors --source east --step 15m",
            "/api/metrics/history/?measure=errors&source=east&step=15m&"),
        Asked(
            "history-tokens", "history --measure output_tokens --by region --source east --step 1h",
            "/api/metrics/history/?measure=output_tokens&by=region&source=east&step=1h&"),
        Asked(
            "history-merged", "history --merge-sources --merge-models --step 30m",
            "/api/metrics/history/?merge_sources=&merge_models=&step=30m&"),
        Asked(
            "history-period", "history --source west --period 2025-10 --step 1d",
            "/api/metrics/history/?source=west&period=2025-10&step=1d&"),
        Asked(
            "history-itl", "history --source east --measure itl --step 1h",
            "/api/metrics/history/?source=east&measure=itl&step=1h&"),
    ]

    static let files = (asked + older).flatMap { asked in
        ["json", "csv", "txt"].map { GoldenFile(name: "\(asked.name).\($0)", part: "measures").path }
    }

    @Test("models of one measure are those that have it, by its newest numbers, with all cells as ever")
    func modelsOfMeasure() throws {
        let archive = try MeasuredArchive()
        func models(_ arguments: String...) throws -> [[String: Any]] {
            let run = try MetricsctlRun(
                ["models", "--json", "--at", MeasuredArchive.moment, "--db", archive.path] + arguments)
            let answer = try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any]
            return try #require(answer?["data"] as? [[String: Any]], "\(run.errors)")
        }
        let all = try models("--source", "east")
        let ttft = try models("--measure", "ttft")
        let metric = "vllm:time_to_first_token_seconds"
        #expect(ttft.map { $0["metric_name"] as? String } == [metric, metric])
        for (one, other) in zip(all, ttft) {
            #expect(one["model"] as? String == other["model"] as? String)
            #expect(one["measures"] as? NSDictionary == other["measures"] as? NSDictionary)
            #expect(one["requests_per_minute"] as? Double == other["requests_per_minute"] as? Double)
        }
        #expect(try MetricsctlRun(["models", "--measure", "tpot", "--db", archive.path]).status != 0)
    }

    @Test("every question's JSON, CSV and table, and the same bytes over HTTP")
    func answers() throws {
        let archive = try MeasuredArchive()
        let server = try ServedProgram(archive: archive.path)
        let time = MeasuredArchive.moment.replacing("+", with: "%2B")
        for asked in Self.asked + Self.older {
            for format in ["json", "csv", "table"] {
                let run = try MetricsctlRun(
                    asked.arguments + ["--at", MeasuredArchive.moment, "--db", archive.path, "--format", format])
                #expect(run.status == 0 && run.errors.isEmpty, "\(asked.name): \(run.errors)")
                let ending = format == "table" ? "txt" : format
                try GoldenFile(name: "\(asked.name).\(ending)", part: "measures").expect(run.output)
                if format == "table" { continue }
                let reply = try server.request("\(asked.path)at=\(time)&format=\(format)")
                #expect(reply.body == run.output, "\(asked.path)")
            }
        }
    }

    @Test("tables of models fit into 80 columns")
    func width() throws {
        let archive = try MeasuredArchive()
        let run = try MetricsctlRun(
            ["models", "--at", MeasuredArchive.moment, "--db", archive.path, "--format", "table"])
        #expect(run.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
    }

    @Test("sums over labels and sources are the whole")
    func sums() throws {
        let archive = try MeasuredArchive()
        func requests(_ arguments: String...) throws -> [String: Int] {
            let run = try MetricsctlRun(
                ["summary", "--json", "--at", MeasuredArchive.moment, "--db", archive.path] + arguments)
            let answer = try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any]
            let rows = try #require(answer?["data"] as? [[String: Any]])
            return rows.reduce(into: [:]) {
                $0[$1["model"] as? String ?? "", default: 0] += $1["requests"] as? Int ?? 0
            }
        }
        let whole = try requests()
        #expect(whole == ["gpt-4": 11 * 63 + 12 * 9, "llama-3-70b": 12 * 300])
        #expect(try requests("--by", "region") == whole)
        #expect(try requests("--by", "source", "--by", "region") == whole)
        #expect(try requests("--merge-models")["(all)"] == whole.values.reduce(0, +))
    }

    @Test(
        "what can't be asked is refused alike, with 64 and 400",
        arguments: [
            ("--measure nothing", "measure=nothing"), ("--by team", "by=team"), ("--where region", "where=region"),
            ("--hours 1 --period today", "hours=1&period=today"), ("--below 2", "below=2"),
            ("--merge-sources --by source", "merge_sources=&by=source"), ("--period 2026", "period=2026"),
            (
                "--measure ttft --metric-name vllm:e2e_request_latency_seconds",
                "measure=ttft&metric_name=vllm:e2e_request_latency_seconds"
            ),
        ])
    func refused(flags: String, query: String) throws {
        let archive = try MeasuredArchive()
        let server = try ServedProgram(archive: archive.path)
        let run = try MetricsctlRun(
            ["summary", "--at", MeasuredArchive.moment, "--db", archive.path]
                + flags.split(separator: " ").map(String.init))
        let time = MeasuredArchive.moment.replacing("+", with: "%2B")
        let reply = try server.request("/api/metrics/summary/?at=\(time)&\(query)")
        let body = try JSONSerialization.jsonObject(with: Data(reply.body.utf8)) as? [String: String]
        #expect(run.status == 64 && reply.status == 400)
        #expect(run.errors.hasPrefix("metricsctl: \(body?["message"] ?? "?")\n"))
    }

    @Test("what counts has no percentiles, and several sources are an error as ever")
    func refusedByOlder() throws {
        let archive = try MeasuredArchive()
        func errors(_ arguments: String...) throws -> String {
            let run = try MetricsctlRun(arguments + ["--at", MeasuredArchive.moment, "--db", archive.path])
            #expect(run.status == 64 && run.output.isEmpty)
            return run.errors
        }
        #expect(
            try errors("p95", "--source", "east", "--measure", "errors")
                == "metricsctl: \"errors\" has no latencies\nhint: ask history, summary or models\n")
        #expect(try errors("all", "--measure", "output_tokens", "--by", "source").contains("has no latencies"))
        #expect(try errors("p95").hasPrefix("metricsctl: source must be given, the archive has several: \"east\" ("))
        #expect(try errors("history", "--by", "region").hasPrefix("metricsctl: source must be given"))
    }

    @Test("one measure can be checked")
    func check() throws {
        let archive = try MeasuredArchive()
        func status(_ arguments: String...) throws -> Int32 {
            try MetricsctlRun(
                ["check", "--source", "east", "--at", MeasuredArchive.moment, "--db", archive.path] + arguments
            ).status
        }
        #expect(try status("--measure", "ttft", "--p95-critical", "1s") == 0)
        #expect(try status("--measure", "ttft", "--p95-critical", "100ms") == 2)
        #expect(try status("--p95-critical", "1s") == 2)
        #expect(try status("--measure", "errors", "--p95-critical", "1s") == 3)
    }

    @Test("options that take one value are refused where they are given twice")
    func repeated() throws {
        let archive = try MeasuredArchive()
        let server = try ServedProgram(archive: archive.path)
        let run = try MetricsctlRun(["summary", "--db", archive.path, "--measure", "e2e", "--measure", "ttft"])
        #expect(run.status == 64 && run.errors.hasPrefix("metricsctl: --measure takes one value and is given twice\n"))
        #expect(try server.request("/api/metrics/summary/?measure=e2e&measure=ttft").status == 400)
    }
}

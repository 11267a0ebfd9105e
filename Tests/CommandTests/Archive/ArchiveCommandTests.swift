import Archive
import Foundation
import Latency
import SQLiteStore
import TestSupport
import Testing

/// `archive stat`, `archive backup` and `archive export`, as people run them.
@Suite struct ArchiveCommandTests {
    private func run(_ arguments: String..., on sample: SampleArchive) throws -> MetricsctlRun {
        try MetricsctlRun(["archive"] + arguments + ["--db", sample.path])
    }

    @Test("a backup says nothing, answers as the archive does, and is never overwritten")
    func backup() throws {
        let sample = try SampleArchive()
        let copy = sample.directory.appending(path: "copy.db").path
        #expect(try run("backup", copy, on: sample) == MetricsctlRun(status: 0, output: "", errors: ""))
        let question = ["all", "--at", "2025-10-17T14:32:30+09:00", "--db"]
        #expect(try MetricsctlRun(question + [copy]) == MetricsctlRun(question + [sample.path]))

        let before = try Data(contentsOf: URL(fileURLWithPath: copy))
        let again = try run("backup", copy, on: sample)
        #expect(
            again
                == MetricsctlRun(
                    status: 1, output: "",
                    errors: """
                        metricsctl: \(copy) exists already
                        hint: name another file, or move this one away: nothing is overwritten

                        """))
        #expect(try Data(contentsOf: URL(fileURLWithPath: copy)) == before)
    }

    @Test("stat counts windows, models and bytes, in three formats")
    func stat() throws {
        let sample = try SampleArchive()
        let json = try run("stat", "--json", on: sample)
        #expect(json.status == 0 && json.errors.isEmpty)
        let parsed = try #require(JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
        let file = try FileManager.default.attributesOfItem(atPath: sample.path)
        #expect(parsed["bytes"] as? Int == file[.size] as? Int)
        #expect(parsed["file"] as? String == sample.path)
        let sources = #"""
            "sources":[{"name":"default","metric":"request_duration_seconds","oldest":"2025-10-17T14:15:00+09:00","newest":"2025-10-17T14:30:00+09:00","windows":4,"gaps":[],"models":[{"model":"gpt-4","oldest":"2025-10-17T14:15:00+09:00","newest":"2025-10-17T14:30:00+09:00","windows":4,"hours":0,"requests":400},{"model":"한국어 모델/a+b","oldest":"2025-10-17T14:15:00+09:00","newest":"2025-10-17T14:30:00+09:00","windows":4,"hours":0,"requests":46}]}]}

            """#
        #expect(json.output.hasSuffix(sources))
        let rows = """
            name,metric,model,oldest,newest,windows,hours,requests
            default,request_duration_seconds,gpt-4,2025-10-17T14:15:00+09:00,2025-10-17T14:30:00+09:00,4,0,400
            default,request_duration_seconds,한국어 모델/a+b,2025-10-17T14:15:00+09:00,2025-10-17T14:30:00+09:00,4,0,46

            """
        #expect(try run("stat", "--format", "csv", on: sample).output == rows.replacing("\n", with: "\r\n"))
        let table = try run("stat", "--format", "table", on: sample).output
        #expect(table.contains("\nmodel-windows  8, "))
        #expect(
            table.hasSuffix(
                """

                default (request_duration_seconds)
                4 windows, ended 2025-10-17T14:15:00+09:00 to 2025-10-17T14:30:00+09:00

                MODEL            OLDEST            NEWEST            WINDOWS  HOURS  REQUESTS
                gpt-4            2025-10-17 14:15  2025-10-17 14:30        4      0       400
                한국어 모델/a+b  2025-10-17 14:15  2025-10-17 14:30        4      0        46

                """))
    }

    @Test(
        "stat of one measure calls what is counted by its name, and requests alone requests",
        arguments: [
            ("ttft", "REQUESTS", nil, 3600), ("itl", "TOKENS", "observations", 216_000),
            ("output_tokens", "TOKENS", "count", 1_080_000), ("errors", "ERRORS", "count", 18),
            ("requests", "REQUESTS", nil, 3624),
        ] as [(String, String, String?, Int)])
    func statOfMeasure(measure: String, title: String, key: String?, count: Int) throws {
        let archive = try MeasuredArchive()
        func stat(_ format: String) throws -> String {
            try MetricsctlRun(
                ["archive", "stat", "--source", "east", "--measure", measure, "--format", format, "--db", archive.path]
            ).output
        }
        let found = try JSONSerialization.jsonObject(with: Data(stat("json").utf8)) as? [String: Any]
        let sources = try #require(found?["sources"] as? [[String: Any]])
        let models = try #require(sources.first?["models"] as? [[String: Any]])
        let model = try #require(models.first { $0["model"] as? String == "llama-3-70b" })
        #expect(sources.count == 1 && model[key ?? "requests"] as? Int == count, "\(model)")
        #expect(key == nil || model["requests"] is NSNull)
        #expect(model.count == (key == nil ? 6 : 7))
        let table = try stat("table")
        #expect(table.contains(" \(title)\n") && (title == "REQUESTS" || !table.contains("REQUESTS")))
        let header = try stat("csv").split(separator: "\r\n")[0]
        #expect(header.hasSuffix(["requests", key].compactMap(\.self).joined(separator: ",")))
    }

    @Test("stat and export of what nothing measures say what is measured")
    func wrongMeasure() throws {
        let archive = try MeasuredArchive()
        for command in ["stat", "export"] {
            let run = try MetricsctlRun(["archive", command, "--measure", "tpot", "--db", archive.path])
            #expect(
                run.status != 0 && run.output.isEmpty && run.errors.contains(#"nothing measures "tpot", only "e2e""#))
        }
        let csv = try MetricsctlRun(["archive", "stat", "--format", "csv", "--db", archive.path]).output
        #expect(csv.split(separator: "\r\n")[0].hasSuffix(",requests,observations,count"))
        let lines = try MetricsctlRun(["archive", "export", "--measure", "errors", "--db", archive.path]).output
        #expect(lines.contains("finished_reason") && !lines.contains("time_to_first_token"))
    }

    @Test("a source that was never collected is listed, and can be forgotten")
    func neverCollected() throws {
        let sample = try SampleArchive()
        _ = try Archive(updatingAt: sample.path).source(
            SourceDescription(
                name: "typo", metric: "lat", url: "http://typo:1", selector: "", modelLabel: "model", unit: .seconds))
        let listed = try run("stat", "--format", "table", on: sample).output
        #expect(
            listed.hasSuffix(
                "\ntypo (lat)\nNothing has been collected yet; metricsctl archive forget-source takes it off this list.\n"
            ))
        #expect(try run("forget-source", "typo", "--yes", on: sample).status == 0)
        #expect(!(try run("stat", "--json", on: sample).output.contains("typo")))
    }

    @Test(
        "set-unit refuses what is counted and has no unit",
        arguments: ["vllm:generation_tokens_total", "vllm:request_success_total"])
    func unitless(metric: String) throws {
        let archive = try MeasuredArchive()
        let arguments = [
            "archive", "set-unit", "ms", "--source", "east", "--metric-name", metric, "--yes", "--db", archive.path,
        ]
        let run = try MetricsctlRun(arguments)
        #expect(run.status == 64 && run.output.isEmpty)
        let measure = metric.contains("tokens") ? "output_tokens" : "requests"
        #expect(
            run.errors == "metricsctl: \(metric) of source \"east\" counts \(measure) and has no unit\n"
                + "hint: latencies alone have one; metricsctl archive stat tells what each metric is\n")
        #expect(
            !(try MetricsctlRun(["archive", "stat", "--json", "--db", archive.path]).output.contains("unit_changes")))
    }

    @Test("an export has a line for each model of each window, oldest first")
    func lines() throws {
        let sample = try SampleArchive()
        let result = try run("export", "--since", "2025-10-17T05:24:59Z", on: sample)
        #expect(
            result
                == MetricsctlRun(
                    status: 0,
                    output: #"""
                        {"source":"default","metric":"request_duration_seconds","url":"http://localhost:9090","selector":"","model_label":"model","unit":"s"}
                        {"window":"2025-10-17T14:30:00+09:00","model":"gpt-4","quality":"exact","requests":100,"sum_us":null,"histograms":[{"le":[0.1,0.2,0.4],"counts":[0,100,0,0]}]}
                        {"window":"2025-10-17T14:30:00+09:00","model":"한국어 모델/a+b","quality":"exact","requests":13,"sum_us":null,"histograms":[{"le":[0.1,0.2,0.4],"counts":[0,0,0,13]}]}
                        {"end":true}

                        """#, errors: ""))
    }

    @Test("an export as CSV has the same in columns")
    func csv() throws {
        let sample = try SampleArchive()
        let rows = """
            name,metric,window_end,model,quality,requests,sum_us,le,counts,resolution
            default,request_duration_seconds,2025-10-17T14:15:00+09:00,gpt-4,exact,100,,0.1 0.2 0.4,0 100 0 0,5m
            default,request_duration_seconds,2025-10-17T14:15:00+09:00,한국어 모델/a+b,exact,10,,0.1 0.2 0.4,0 0 0 10,5m

            """
        let result = try run("export", "--format", "csv", "--before", "2025-10-17T14:15:00+09:00", on: sample)
        #expect(result.output == rows.replacing("\n", with: "\r\n"))
    }

    @Test("of days of which only hours are kept an export has those, and says so; stat counts them")
    func hoursAlone() throws {
        let sample = try SampleArchive()
        let archive = try Archive(creatingAt: sample.path)
        let source = try #require(try archive.sources().first)
        try archive.seal(of: source, at: SampleArchive.newest + 2 * 86_400)
        try archive.downsampleToHours(of: source, before: SampleArchive.newest + 86_400)
        let exported = try run("export", "--format", "csv", on: sample)
        #expect(
            exported.output.contains(
                "default,request_duration_seconds,2025-10-17T15:00:00+09:00,gpt-4,exact,400,,0.1 0.2 0.4,0 400 0 0,1h\r\n"
            ))
        #expect(exported.output.split(separator: "\r\n").allSatisfy { !$0.hasSuffix(",5m") } && exported.errors.isEmpty)
        let csv = try run("stat", "--format", "csv", on: sample).output
        #expect(csv.contains(",gpt-4,2025-10-17T15:00:00+09:00,2025-10-17T15:00:00+09:00,0,1,400\r\n"))
        #expect(try run("verify", on: sample) == MetricsctlRun(status: 0, output: "", errors: ""))
    }

    @Test("bad times and missing names are wrong usage")
    func usage() throws {
        let sample = try SampleArchive()
        let time = try run("export", "--since", "yesterday", on: sample)
        #expect(time.status == 64 && time.output.isEmpty)
        #expect(
            time.errors.hasPrefix(
                "metricsctl: --since must be a time like 2025-10-17T14:30:00+09:00, got \"yesterday\"\n"))
        #expect(try run("backup", on: sample).status == 64)
        #expect(try run("backup", "", on: sample).status == 64)
        #expect(try run("export", "--format", "xml", on: sample).status == 64)
    }

    @Test("a terminal gets no control characters of a file's name, and a missing archive is named")
    func missing() throws {
        let sample = try SampleArchive(empty: true)
        for command in [["stat"], ["export"], ["backup", sample.path + ".copy"]] {
            let result = try MetricsctlRun(["archive"] + command + ["--db", sample.path])
            #expect(
                result
                    == MetricsctlRun(
                        status: 1, output: "",
                        errors: """
                            metricsctl: there is no archive at \(sample.path) yet
                            hint: `metricsctl collect` makes it

                            """))
        }
    }
}

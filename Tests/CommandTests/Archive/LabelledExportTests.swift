import Archive
import Foundation
import Latency
import SQLiteStore
import TestSupport
import Testing

/// What `archive`'s commands do with sources of every kind, by labels.
@Suite struct LabelledExportTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private static let end = SampleArchive.newest

    private func output(_ arguments: String..., db: String = "a.db") throws -> String {
        let result = try Program.metricsctl().run(["archive"] + arguments + ["--db", folder.path(db)])
        try #require(result.exitCode == 0, "\(result.stderr)")
        return result.stdout
    }

    private static func description(
        _ metric: Name, _ kind: SourceKind, _ measure: Name?, labels: [Name] = [], classLabel: Name? = nil
    ) -> SourceDescription {
        SourceDescription(
            name: "eu", metric: metric, url: "http://h", selector: "", modelLabel: "model", unit: .seconds,
            measure: measure, kind: kind, labels: labels, classLabel: classLabel)
    }

    private func value(_ labels: [Name], _ bounds: [Double], _ counts: [Int], sum: Int?) throws -> ModelWindow {
        let layout = try #require(BucketLayout(upperBounds: bounds))
        let part = try #require(Histogram.Part(layout: layout, counts: counts))
        return ModelWindow(
            series: SeriesKey("a", labels: labels), quality: .exact, histogram: Histogram(part, sumMicroseconds: sum))
    }

    /// Two windows of a histogram by region, of a counter by region and class under a metric's name with a selector, of one
    /// without labels, and of a mean.
    private func fill() throws {
        let archive = try Archive(creatingAt: folder.path("a.db"))
        let window = Window(endedAt: Self.end)
        for (description, values) in [
            (
                Self.description("e2e_seconds", .histogram, "e2e", labels: ["region"]),
                try [value(["eu"], [0.5], [1, 2], sum: 7_000_000), value([""], [0.5], [4, 0], sum: 500_000)]
            ),
            (
                Self.description(
                    "requests_total{code=~\"5..\"}", .counter, "errors", labels: ["region"], classLabel: "code"),
                try [value(["eu", "500"], [], [3], sum: nil), value(["us", "50\"3"], [], [1], sum: nil)]
            ),
            (Self.description("requests_total", .counter, "requests"), try [value([], [], [9], sum: nil)]),
            (Self.description("ttft_seconds", .mean, nil), try [value([], [], [5], sum: 1_500_000)]),
        ] {
            let source = try archive.source(description)
            let windows = [
                CollectedWindow(window: window.advanced(by: -1)), CollectedWindow(window: window, models: values),
            ]
            try archive.commit(windows, run: nil, of: source)
        }
    }

    @Test("lines have measures, kinds and labels last, and come back from them as they were")
    func lines() throws {
        try fill()
        let exported = try output("export")
        let lines = exported.split(separator: "\n").map(String.init)
        let source =
            #"{"source":"eu","metric":"e2e_seconds","url":"http://h","selector":"","model_label":"model","unit":"s","#
        #expect(lines[0] == source + #""measure":"e2e","labels":["region"]}"#)
        #expect(
            lines[2].hasSuffix(#""sum_us":500000,"histograms":[{"le":[0.5],"counts":[4,0]}],"labels":{"region":""}}"#))
        #expect(
            lines.contains {
                $0.hasSuffix(
                    #""unit":"s","measure":"errors","kind":"counter","labels":["region"],"class_label":"code"}"#)
            })
        #expect(
            lines.contains {
                $0.hasSuffix(#""histograms":[{"le":[],"counts":[1]}],"labels":{"region":"us","class":"50\"3"}}"#)
            })
        #expect(lines.contains { $0.hasSuffix(#""unit":"s","kind":"mean"}"#) })
        #expect(lines.filter { $0.contains("\"labels\":{") }.count == 4)
        let file = folder.path("export.jsonl")
        try Data(exported.utf8).write(to: URL(fileURLWithPath: file))
        for (from, db) in [(file, "b.db"), (folder.path("a.db"), "c.db")] {
            _ = try output("import", from, db: db)
            #expect(try output("export", db: db) == exported)
            let before = try Data(contentsOf: URL(fileURLWithPath: folder.path(db)))
            _ = try output("import", from, db: db)
            #expect(try Data(contentsOf: URL(fileURLWithPath: folder.path(db))) == before)
            #expect(try output("verify", db: db) == output("verify"))
        }
    }

    @Test("CSV has a column for each label, and those of measure and kind, last")
    func csv() throws {
        try fill()
        let lines = try output("export", "--format", "csv").split(separator: "\r\n").map(String.init)
        #expect(lines[0].hasSuffix(",counts,resolution,measure,kind,labels_region,labels_class"))
        #expect(lines[1].hasSuffix(",,,,,,,5m,e2e,histogram,,"))
        #expect(lines[3].hasSuffix(",a,exact,3,7000000,0.5,1 2,5m,e2e,histogram,eu,"))
        #expect(lines.contains { $0.hasSuffix(",a,exact,1,,,1,5m,errors,counter,us,\"50\"\"3\"") })
        #expect(lines.allSatisfy { $0.filter { $0 == "," }.count == lines[0].filter { $0 == "," }.count })
    }

    @Test("OpenMetrics has counters as counters, a mean as a summary, and every label under the server's name")
    func openMetrics() throws {
        try fill()
        let (start, end) = (Self.end - 300, Self.end)
        let eu = #"source="eu",model="a""#
        #expect(
            try output("export", "--format", "openmetrics") == """
                # TYPE e2e_seconds histogram
                # UNIT e2e_seconds seconds
                e2e_seconds_bucket{\(eu),le="0.5"} 0 \(start)
                e2e_seconds_bucket{\(eu),le="+Inf"} 0 \(start)
                e2e_seconds_count{\(eu)} 0 \(start)
                e2e_seconds_sum{\(eu)} 0.0 \(start)
                e2e_seconds_bucket{\(eu),le="0.5"} 4 \(end)
                e2e_seconds_bucket{\(eu),le="+Inf"} 4 \(end)
                e2e_seconds_count{\(eu)} 4 \(end)
                e2e_seconds_sum{\(eu)} 0.5 \(end)
                e2e_seconds_bucket{\(eu),region="eu",le="0.5"} 0 \(start)
                e2e_seconds_bucket{\(eu),region="eu",le="+Inf"} 0 \(start)
                e2e_seconds_count{\(eu),region="eu"} 0 \(start)
                e2e_seconds_sum{\(eu),region="eu"} 0.0 \(start)
                e2e_seconds_bucket{\(eu),region="eu",le="0.5"} 1 \(end)
                e2e_seconds_bucket{\(eu),region="eu",le="+Inf"} 3 \(end)
                e2e_seconds_count{\(eu),region="eu"} 3 \(end)
                e2e_seconds_sum{\(eu),region="eu"} 7.0 \(end)
                # TYPE requests counter
                requests_total{\(eu)} 0 \(start)
                requests_total{\(eu)} 9 \(end)
                requests_total{\(eu),region="eu",code="500",selector="code=~\\"5..\\""} 0 \(start)
                requests_total{\(eu),region="eu",code="500",selector="code=~\\"5..\\""} 3 \(end)
                requests_total{\(eu),region="us",code="50\\"3",selector="code=~\\"5..\\""} 0 \(start)
                requests_total{\(eu),region="us",code="50\\"3",selector="code=~\\"5..\\""} 1 \(end)
                # TYPE ttft_seconds summary
                # UNIT ttft_seconds seconds
                ttft_seconds_count{\(eu)} 0 \(start)
                ttft_seconds_sum{\(eu)} 0.0 \(start)
                ttft_seconds_count{\(eu)} 5 \(end)
                ttft_seconds_sum{\(eu)} 1.5 \(end)
                # EOF

                """)
    }

    @Test("stat tells measures, kinds and labels; a model is forgotten with all of its series")
    func others() throws {
        try fill()
        let stat = try output("stat", "--json")
        #expect(
            stat.contains(
                #""requests":null,"count":4}],"measure":"errors","kind":"counter","labels":["region"],"class_label":"code"}"#
            ))
        let table = try output("stat", "--format", "table")
        #expect(table.contains("measure: errors\nkind: counter\nby: region, class\n"))
        _ = try output("forget", "a", "--metric-name", "e2e_seconds", "--yes")
        #expect(try !output("export", "--metric-name", "e2e_seconds").contains("\"region\":\""))
        _ = try output("verify")
    }

    @Test("labels that the source of a file does not have, or can't have, are refused")
    func refused() throws {
        let head = #"{"source":"eu","metric":"m","url":"http://h","selector":"","model_label":"model","unit":"s""#
        let window =
            #"{"window":"2025-10-17T14:30:00Z","model":"a","quality":"exact","requests":1,"sum_us":null,"#
            + #""histograms":[{"le":[],"counts":[1]}]"#
        let names =
            "line 1 of \(folder.path("bad.jsonl")) is not of an export: labels must be at most three names, none twice, and none "
            + "of le, source, class, layout and the model label"
        for (text, reason) in [
            (head + "}\n" + window + #","labels":{"region":"eu"}}"#, "its source has no label region"),
            (head + #","labels":["a","a"]}"#, names), (head + #","labels":["class"]}"#, names),
            (head + #","labels":["le"]}"#, names), (head + #","labels":["model"]}"#, names),
            (
                head + "}\n" + window.replacing(#""model":"a""#, with: #""model":"(all)""#) + "}",
                "line 2 of \(folder.path("bad.jsonl")) is not of an export: no model can be called (all)"
            ),
            (head + #","kind":"gauge"}"#, "kind must be histogram, counter or mean"),
            (
                head + #","labels":["a"]}"# + "\n" + window + #","labels":{"a":"x"}}"# + "\n" + window
                    + #","labels":{"a":"x"}}"#,
                "its model stands above already"
            ),
        ] {
            try Data((text + "\n{\"end\":true}\n").utf8).write(to: folder.url.appending(path: "bad.jsonl"))
            let result = try Program.metricsctl().run([
                "archive", "import", folder.path("bad.jsonl"), "--db", folder.path("d.db"),
            ])
            #expect(result.exitCode == 1 && result.stderr.contains(reason), "\(result.stderr)")
        }
    }
}

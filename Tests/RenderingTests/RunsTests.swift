import Archive
import Latency
import Testing

@testable import Questions
@testable import Rendering

/// What collections did, in three forms.
@Suite struct RunsTests {
    private typealias Sample = SampleAnswers

    private let good = Run(
        started: Sample.halfPast, finished: Sample.halfPast + 1, windows: 3, outcome: .success, detail: nil,
        work: RunStatistics(milliseconds: 83, models: 8, queries: 5, retries: 0, bytes: 45_210))
    private let odd = Run(
        started: Sample.halfPast - 300, finished: Sample.halfPast - 298, windows: 1204, outcome: .success, detail: nil,
        work: RunStatistics(milliseconds: 1999, models: 8, queries: 45, retries: 1, bytes: 12_345_678),
        warnings: ["evil\u{1B}[2J has counts that fall from one bucket to the next: left out of 2 windows"])
    private let bad = Run(
        started: Sample.halfPast - 600, finished: Sample.halfPast - 600, windows: 0, outcome: .failure(.partialData),
        detail: "cannot reach http://prometheus.monitoring.svc.cluster.local:9090: connection refused, \"or\" so",
        work: RunStatistics(milliseconds: 0, models: 0, queries: 4, retries: 3, bytes: 0))
    private let old = Run(
        started: Sample.halfPast - 900, finished: Sample.halfPast - 900, windows: 3, outcome: .success, detail: nil)

    private func answer(
        _ sources: [(name: Name, runs: [Run])], since: String? = "1h", failed: Bool = false
    ) throws -> Asked {
        var parameters = QueryParameters()
        parameters["since"] = since
        parameters["failed"] = failed ? "" : nil
        return .runs(
            RunsAnswer(
                request: try RunsRequest(parameters: parameters, now: Sample.halfPast + 150),
                sources: sources.map {
                    .init(source: SourceID(name: $0.name, metric: "request_duration_seconds"), runs: $0.runs)
                }))
    }

    @Test("a table keeps to 80 columns, has what went wrong below its run, and no control character alive")
    func table() throws {
        let text = Sample.text(try answer([("default", [good, odd, bad, old])]), .table)
        #expect(
            text == #"""
                STARTED                 TOOK  WINDOWS  MODELS  RECEIVED  RETRIES  OUTCOME
                2025-10-17 14:30:00  83.0 ms        3       8   45.2 kB        0  success
                2025-10-17 14:25:00   2.00 s    1,204       8   12.3 MB        1  success
                  warning: evil\u001b[2J has counts that fall from one bucket to the next: left
                  out of 2 windows
                2025-10-17 14:20:00  0.00 ms        0       0       0 B        3  partial_data
                  cannot reach http://prometheus.monitoring.svc.cluster.local:9090: connection
                  refused, "or" so
                2025-10-17 14:15:00        –        3       –         –        –  success

                """#)
        #expect(text.split(separator: "\n").allSatisfy { DisplayWidth.of(String($0)) <= 80 })
    }

    @Test("several sources have a table each; one without runs has none")
    func severalSources() throws {
        #expect(
            Sample.text(try answer([("a", [good]), ("b", []), ("c\n", [good])]), .table) == #"""
                a (request_duration_seconds)
                STARTED                 TOOK  WINDOWS  MODELS  RECEIVED  RETRIES  OUTCOME
                2025-10-17 14:30:00  83.0 ms        3       8   45.2 kB        0  success

                c\u000a (request_duration_seconds)
                STARTED                 TOOK  WINDOWS  MODELS  RECEIVED  RETRIES  OUTCOME
                2025-10-17 14:30:00  83.0 ms        3       8   45.2 kB        0  success

                """#)
    }

    @Test("metrics that one pass collected have one table, though each took some milliseconds of its own")
    func pass() throws {
        func run(_ milliseconds: Int, retries: Int = 0) -> Run {
            Run(
                started: Sample.halfPast, finished: Sample.halfPast + 14, windows: 3, outcome: .success, detail: nil,
                work: RunStatistics(milliseconds: milliseconds, models: 8, queries: 5, retries: retries, bytes: 45_210))
        }
        func text(_ runs: [Run]) throws -> String {
            let sources = zip(["a", "b"] as [Name], runs).map { metric, run in
                RunsAnswer.SourceRuns(source: SourceID(name: "vllm", metric: metric), runs: [run])
            }
            let request = try RunsRequest(parameters: QueryParameters(), now: Sample.halfPast + 150)
            return Sample.text(.runs(RunsAnswer(request: request, sources: sources)), .table)
        }
        #expect(try text([run(13_349), run(13_351)]).hasPrefix("vllm (2 metrics)\nSTARTED"))
        #expect(try text([run(13_349), run(13_351, retries: 1)]).contains("vllm (b)\nSTARTED"))
    }

    @Test("a list that may go on says how to see more")
    func more() throws {
        let many = Array(repeating: good, count: RunsRequest.usual)
        let hint = "\n\nThe newest 20 of each source; --since 24h shows all of a day.\n"
        #expect(Sample.text(try answer([("a", many)], since: nil), .table).hasSuffix(hint))
        #expect(!Sample.text(try answer([("a", many)]), .table).hasSuffix(hint))
        #expect(!Sample.text(try answer([("a", [good])], since: nil), .table).hasSuffix(hint))
    }

    @Test(
        "an empty list says why",
        arguments: [
            (nil, false, "Nothing has been collected yet; run metricsctl collect.\n"),
            (nil, true, "No run has failed.\n"),
            ("1h", false, "No run since then.\n"), ("1h", true, "No failed run since then.\n"),
        ])
    func empty(since: String?, failed: Bool, text: String) throws {
        #expect(Sample.text(try answer([("a", [])], since: since, failed: failed), .table) == text)
        #expect(
            Sample.text(try answer([], since: since, failed: failed), .json)
                == #"{"status":"success","data":[],"count":0}"# + "\n")
    }

    @Test("JSON has all sources in one list, newest first, and null for what is unknown")
    func json() throws {
        let (first, second) = (
            #"{"source":"a","metric_name":"request_duration_seconds","started_at":"2025-10-17T14:25:00+09:00","#
                + #""finished_at":"2025-10-17T14:25:02+09:00","duration_ms":1999,"outcome":"success","windows":1204,"#
                + #""models":8,"queries":45,"retries":1,"bytes":12345678,"error":null,"warnings":["evil\u001b[2J has "#
                + #"counts that fall from one bucket to the next: left out of 2 windows"]}"#,
            #"{"source":"b","metric_name":"request_duration_seconds","started_at":"2025-10-17T14:20:00+09:00","#
                + #""finished_at":"2025-10-17T14:20:00+09:00","duration_ms":0,"outcome":"partial_data","windows":0,"#
                + #""models":0,"queries":4,"retries":3,"bytes":0,"error":"cannot reach http://prometheus.monitoring."#
                + #"svc.cluster.local:9090: connection refused, \"or\" so","warnings":[]}"#
        )
        let third =
            #"{"source":"a","metric_name":"request_duration_seconds","started_at":"2025-10-17T14:15:00+09:00","#
            + #""finished_at":"2025-10-17T14:15:00+09:00","duration_ms":null,"outcome":"success","windows":3,"#
            + #""models":null,"queries":null,"retries":null,"bytes":null,"error":null,"warnings":[]}"#
        #expect(
            Sample.text(try answer([("a", [odd, old]), ("b", [bad])]), .json)
                == #"{"status":"success","data":["# + [first, second, third].joined(separator: ",") + #"],"count":3}"#
                + "\n")
    }

    @Test("CSV has the same columns")
    func csv() throws {
        #expect(
            Sample.text(try answer([("a", [odd, bad, old])]), .csv)
                == [
                    "source,metric_name,started_at,finished_at,duration_ms,outcome,windows,models,queries,retries,bytes,error,"
                        + "warnings",
                    "a,request_duration_seconds,2025-10-17T14:25:00+09:00,2025-10-17T14:25:02+09:00,1999,success,1204,8,45,1,"
                        + "12345678,,evil\u{1B}[2J has counts that fall from one bucket to the next: left out of 2 windows",
                    "a,request_duration_seconds,2025-10-17T14:20:00+09:00,2025-10-17T14:20:00+09:00,0,partial_data,0,0,4,3,0,"
                        + "\"cannot reach http://prometheus.monitoring.svc.cluster.local:9090: connection refused, "
                        + "\"\"or\"\" so\",",
                    "a,request_duration_seconds,2025-10-17T14:15:00+09:00,2025-10-17T14:15:00+09:00,,success,3,,,,,,",
                    "",
                ].joined(separator: "\r\n"))
    }

    @Test(
        "amounts of data have three digits at most",
        arguments: [
            (0, "0 B"), (999, "999 B"), (1000, "1.0 kB"), (45_210, "45.2 kB"), (99_949, "99.9 kB"), (99_950, "100 kB"),
            (999_499, "999 kB"), (999_500, "1.0 MB"), (12_345_678_901, "12.3 GB"),
        ])
    func bytes(count: Int, text: String) { #expect(ByteFormat.value(count) == text) }

    @Test("lines break between words, and a word that is too long stays whole")
    func wrapping() {
        #expect(Wrapping.lines(of: "one two  three", width: 9, indent: 2) == ["  one two", "  three"])
        #expect(Wrapping.lines(of: "한국어 모델 ab", width: 11, indent: 0) == ["한국어 모델", "ab"])
        #expect(Wrapping.lines(of: "a http://a.very.long.host b", width: 10, indent: 1).count == 3)
        #expect(Wrapping.lines(of: "", width: 10, indent: 1) == [])
    }
}

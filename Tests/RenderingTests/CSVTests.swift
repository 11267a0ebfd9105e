import Latency
import Testing

@testable import Questions
@testable import Rendering

@Suite struct CSVTests {
    private typealias Sample = SampleAnswers

    @Test("p95: one header, CR LF, an empty field for null, raw names, quotes doubled")
    func p95() {
        let answer = Sample.latest([
            Sample.entry("=1+\"x\",\ny"), Sample.entry("", p95: Sample.aboveLastBound),
        ])
        #expect(
            Sample.text(.p95(answer), .csv)
                == "model,p95_latency_ms,collected_at,p95_lower_ms,p95_upper_ms,requests,quality,"
                + "resolution\r\n"
                + "\"=1+\"\"x\"\",\ny\",245.67,2025-10-17T14:30:00+09:00,200.0,250.0,1204,exact,5m\r\n"
                + ",60000.0,2025-10-17T14:30:00+09:00,60000.0,,1204,exact,5m\r\n")
    }

    @Test(
        "a quotation mark is doubled whatever it is joined to",
        arguments: [("x\"\u{301},1", "\"x\"\"\u{301},1\""), ("\u{600}\"\n", "\"\u{600}\"\"\n\"")])
    func joinedMarks(name: String, expected: String) {
        let text = CSVRendering.lines([[name]])
        #expect(Array(text.utf8) == Array((expected + "\r\n").utf8))
    }

    @Test("all: the columns of the JSON")
    func all() {
        #expect(
            Sample.text(.all(Sample.latest([Sample.entry("a")])), .csv)
                == "model,p50_latency_ms,p95_latency_ms,p99_latency_ms,collected_at,metric_name,time_range,"
                + "mean_latency_ms,requests,p50_lower_ms,p50_upper_ms,p95_lower_ms,p95_upper_ms,p99_lower_ms,"
                + "p99_upper_ms,quality\r\n"
                + "a,0.85,245.67,1234.5,2025-10-17T14:30:00+09:00,request_duration_seconds,5m,130.01,1204,"
                + "0.0,1.0,200.0,250.0,500.0,2500.0,exact\r\n")
    }

    @Test("history: a row per point; without any there is only the header")
    func history() throws {
        let header =
            "model,timestamp,p95_latency_ms,p50_latency_ms,p99_latency_ms,p95_lower_ms,p95_upper_ms,requests,windows,"
            + "quality,resolution\r\n"
        let points = [
            Sample.point(Sample.halfPast - 1800, resolution: .hour), Sample.point(Sample.halfPast),
        ]
        #expect(
            Sample.text(.history(try Sample.history(points: points)), .csv)
                == header + "gpt-4,2025-10-17T14:00:00+09:00,240.12,118.2,340.0,200.0,250.0,311,1,exact,1h\r\n"
                + "gpt-4,2025-10-17T14:30:00+09:00,240.12,118.2,340.0,200.0,250.0,311,1,exact,5m\r\n")
        #expect(Sample.text(.history(try Sample.history(points: [])), .csv) == header)
    }

    @Test("health: a row per source, or one that says that there is none")
    func health() {
        let header =
            "name,metric,status,last_collection,minutes_ago,model_count,last_run_outcome,last_run_finished_at,"
            + "last_run_message,missing_windows_24h\r\n"
        let some = HealthAnswer(
            overall: Sample.unhealthy,
            sources: [.init(source: SourceID(name: "a", metric: "m"), finding: Sample.unhealthy)])
        #expect(
            Sample.text(.health(some), .csv)
                == header
                + "a,m,unhealthy,2025-10-17T13:30:00+09:00,62.5,0,timeout,2025-10-17T14:30:10+09:00,timeout,11\r\n")
        let none = HealthAnswer(overall: Sample.noData, sources: [])
        #expect(Sample.text(.health(none), .csv) == header + ",,no_data,,,0,,,,0\r\n")
    }
}

import Latency
import Testing

@testable import Questions
@testable import Rendering

@Suite struct JSONTests {
    private typealias Sample = SampleAnswers

    @Test("p95: the contract's keys in its order, null above the last bound")
    func p95() {
        let answer = Sample.latest([
            Sample.entry("gpt-4"),
            Sample.entry("slow", p95: Sample.aboveLastBound, requests: 3, quality: .partial, at: Sample.halfPast - 300),
        ])
        let first =
            #"{"model":"gpt-4","p95_latency_ms":245.67,"collected_at":"2025-10-17T14:30:00+09:00","#
            + #""p95_lower_ms":200.0,"p95_upper_ms":250.0,"requests":1204,"quality":"exact"}"#
        let second =
            #"{"model":"slow","p95_latency_ms":60000.0,"collected_at":"2025-10-17T14:25:00+09:00","#
            + #""p95_lower_ms":60000.0,"p95_upper_ms":null,"requests":3,"quality":"partial"}"#
        #expect(
            Sample.text(.p95(answer), .json) == #"{"status":"success","data":["# + first + "," + second
                + #"],"count":2,"last_updated":"2025-10-17T14:30:00+09:00"}"# + "\n")
    }

    @Test("p95 without data: empty, zero and null")
    func empty() {
        #expect(
            Sample.text(.p95(Sample.empty(.noTraffic)), .json)
                == #"{"status":"success","data":[],"count":0,"last_updated":null}"# + "\n")
    }

    @Test("all: the contract's keys in its order; percentiles that nobody knows are null")
    func all() {
        let answer = Sample.latest([Sample.entry("a/b"), Sample.entry("", p95: nil, mean: nil)])
        let first =
            #"{"model":"a/b","p50_latency_ms":0.85,"p95_latency_ms":245.67,"p99_latency_ms":1234.5,"#
            + #""collected_at":"2025-10-17T14:30:00+09:00","metric_name":"request_duration_seconds","time_range":"5m","#
            + #""mean_latency_ms":130.01,"requests":1204,"p50_lower_ms":0.0,"p50_upper_ms":1.0,"p95_lower_ms":200.0,"#
            + #""p95_upper_ms":250.0,"p99_lower_ms":500.0,"p99_upper_ms":2500.0,"quality":"exact"}"#
        let second =
            #"{"model":"","p50_latency_ms":null,"p95_latency_ms":null,"p99_latency_ms":null,"#
            + #""collected_at":"2025-10-17T14:30:00+09:00","metric_name":"request_duration_seconds","time_range":"5m","#
            + #""mean_latency_ms":null,"requests":1204,"p50_lower_ms":null,"p50_upper_ms":null,"p95_lower_ms":null,"#
            + #""p95_upper_ms":null,"p99_lower_ms":null,"p99_upper_ms":null,"quality":"exact"}"#
        #expect(
            Sample.text(.all(answer), .json) == #"{"status":"success","data":["# + first + "," + second
                + #"],"count":2,"last_updated":"2025-10-17T14:30:00+09:00"}"# + "\n")
    }

    @Test("history: the contract's keys in its order, whole hours without decimals")
    func history() throws {
        let answer = try Sample.history(
            points: [Sample.point(Sample.halfPast)],
            missing: [.init(start: Sample.halfPast - 900, end: Sample.halfPast - 300)])
        #expect(
            Sample.text(.history(answer), .json)
                == #"{"status":"success","data":[{"model":"gpt-4","data_points":["#
                + #"{"timestamp":"2025-10-17T14:30:00+09:00","p95_latency_ms":240.12,"p50_latency_ms":118.2,"#
                + #""p99_latency_ms":340.0,"p95_lower_ms":200.0,"p95_upper_ms":250.0,"requests":311,"windows":1,"#
                + #""quality":"exact"}]}],"count":1,"time_range":{"start":"2025-10-17T13:30:00+09:00","#
                + #""end":"2025-10-17T14:30:00+09:00","hours":1,"step":"5m"},"#
                + #""missing":[{"start":"2025-10-17T14:15:00+09:00","end":"2025-10-17T14:25:00+09:00"}]}"# + "\n")
    }

    @Test("what is of whole hours says so, last of all, and what is of windows does not")
    func resolution() throws {
        let latest = Sample.latest([Sample.entry("a", resolution: .hour)])
        #expect(Sample.text(.p95(latest), .json).contains(#""quality":"exact","resolution":"1h"}"#))
        #expect(Sample.text(.all(latest), .json).contains(#""time_range":"1h","#))
        let points = [Sample.point(Sample.halfPast - 1800, resolution: .hour), Sample.point(Sample.halfPast)]
        let history = Sample.text(.history(try Sample.history(points: points)), .json)
        #expect(history.contains(#""quality":"exact","resolution":"1h"},{"timestamp""#))
        #expect(history.contains(#""quality":"exact"}]}"#))
    }

    @Test("hours keep their decimals", arguments: [("0.125", "0.125"), ("1.0", "1"), ("24", "24"), ("1.50", "1.5")])
    func hours(given: String, written: String) throws {
        let request = try HistoryRequest(parameters: QueryParameters(hours: given), now: 0, zone: .utc)
        let answer = HistoryAnswer(request: request, models: [], missing: [], emptyReason: .noTraffic)
        #expect(Sample.text(.history(answer), .json).contains(#""hours":\#(written),"step""#))
    }

    @Test("health: one source has no list of sources")
    func health() {
        let answer = HealthAnswer(
            overall: Sample.healthy,
            sources: [.init(source: SourceID(name: "default", metric: "m"), finding: Sample.healthy)])
        #expect(
            Sample.text(.health(answer), .json)
                == #"{"status":"healthy","last_collection":"2025-10-17T14:30:02+09:00","minutes_ago":2.5,"model_count":5,"#
                + #""last_run":{"outcome":"success","finished_at":"2025-10-17T14:30:02+09:00","message":null},"#
                + #""missing_windows_24h":0}"# + "\n")
    }

    @Test("health: several sources are listed with the same keys")
    func healthOfSeveral() {
        let answer = HealthAnswer(
            overall: Sample.unhealthy,
            sources: [
                .init(source: SourceID(name: "a", metric: "m"), finding: Sample.noData),
                .init(source: SourceID(name: "b", metric: "n"), finding: Sample.unhealthy),
            ])
        let worst =
            #""status":"unhealthy","last_collection":"2025-10-17T13:30:00+09:00","minutes_ago":62.5,"model_count":0,"#
            + #""last_run":{"outcome":"timeout","finished_at":"2025-10-17T14:30:10+09:00","message":"timeout"},"#
            + #""missing_windows_24h":11"#
        #expect(
            Sample.text(.health(answer), .json)
                == "{" + worst + #","sources":[{"name":"a","metric":"m","status":"no_data","last_collection":null,"#
                + #""minutes_ago":null,"model_count":0,"last_run":null,"missing_windows_24h":0},"#
                + #"{"name":"b","metric":"n","# + worst + "}]}\n")
    }

    @Test("on a terminal it is indented by two spaces, with the same content")
    func indented() {
        let terminal = Terminal(isTerminal: true, width: 80, hasColor: true)
        let answer = HealthAnswer(overall: Sample.healthy, sources: [])
        #expect(
            Sample.text(.health(answer), .json, terminal: terminal) == """
                {
                  "status": "healthy",
                  "last_collection": "2025-10-17T14:30:02+09:00",
                  "minutes_ago": 2.5,
                  "model_count": 5,
                  "last_run": {
                    "outcome": "success",
                    "finished_at": "2025-10-17T14:30:02+09:00",
                    "message": null
                  },
                  "missing_windows_24h": 0
                }

                """)
        #expect(
            Sample.text(.p95(Sample.empty(.noTraffic)), .json, terminal: terminal) == """
                {
                  "status": "success",
                  "data": [],
                  "count": 0,
                  "last_updated": null
                }

                """)
    }

    @Test("strings are escaped where JSON or a terminal demands it, and only there")
    func escapes() {
        let message = "a\"b\\c/d\u{0}\u{1B}\n\r\t\u{8}\u{7F}é\u{2028}👩‍💻한"
        #expect(
            JSONRendering(zone: .utc, indented: false).text(ofError: message)
                == #"{"status":"error","message":"a\"b\\c/d\u0000\u001b\n\r\t\u0008\u007fé"# + "\u{2028}👩‍💻한\"}\n")
    }

    @Test(
        "numbers are rounded to two decimals and never NaN",
        arguments: [
            (0.0, "0.0"), (0.004, "0.0"), (0.005, "0.01"), (118.2, "118.2"), (999.999, "1000.0"), (1e17, "1e+17"),
            (0.1 + 0.2, "0.3"),
        ])
    func rounding(value: Double, text: String) { #expect(DecimalText.twoDecimals(value) == text) }

    @Test("what is no number is unknown", arguments: [Double.nan, .infinity, -.infinity])
    func noNumber(value: Double) { #expect(DecimalText.twoDecimals(value) == nil) }
}

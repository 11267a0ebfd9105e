import Collector
import Questions
import Support
import TestSupport
import Testing

@testable import Doctor

@Suite struct ServerChecksTests {
    private func findings(
        _ server: CannedPrometheus, _ history: SourceHistory? = nil,
        change: (inout CollectionSettings) -> Void = { _ in }
    ) throws -> [Finding] {
        let running = try server.start()
        var settings = try CollectionSettings(url: running.url)
        change(&settings)
        let source = try ExaminedSource(settings, in: nil, userAgent: "test", now: CannedPrometheus.now)
        let clock = { Double(CannedPrometheus.now) }
        return ServerChecks(source: source, history: history, clock: clock).findings().map { finding in
            // Every run has another port.
            Finding(
                finding.check, finding.verdict, finding.reason.replacing(running.url, with: "URL"),
                advice: finding.advice)
        }
    }

    private func finding(
        _ check: String, _ server: CannedPrometheus, change: (inout CollectionSettings) -> Void = { _ in }
    ) throws -> Finding? {
        try findings(server, change: change).first { $0.check == check }
    }

    @Test("a server in good health has nothing to be done about it")
    func well() throws {
        #expect(
            try findings(CannedPrometheus(), SourceHistory(of: ExaminedArchive())) == [
                Finding("server", .ok, "URL answers: Prometheus 2.53.0"),
                Finding("clock", .ok, "the server's agrees with this machine's"),
                Finding("metric", .ok, "request_duration_seconds is a histogram with 12 series"),
                Finding("model label", .ok, "model names 1 model"),
                Finding("scrape interval", .ok, "about 30 s, within windows of 300 s"),
                Finding("retention", .ok, "the server keeps 15d, and no window is missing"),
            ])
    }

    @Test("a server that can't be asked leaves the other checks out")
    func down() throws {
        let port = try DeadPort(.refusing).port
        let settings = try CollectionSettings(url: "http://127.0.0.1:\(port)")
        let found = ServerChecks(
            source: try ExaminedSource(settings, in: nil, userAgent: "test", now: CannedPrometheus.now), history: nil,
            clock: { 0 }
        ).findings()
        #expect(found[0].verdict == .problem)
        #expect(found[0].reason == "cannot reach http://127.0.0.1:\(port): connection refused")
        #expect(
            found[0].advice
                == "check the server's URL, that the server runs, and the proxy variables of the environment, if any")
        #expect(
            found.dropFirst().map(\.check) == ["clock", "metric", "model label", "scrape interval", "retention"])
        #expect(found.dropFirst().allSatisfy { $0.verdict == .skipped && $0.advice == nil })
    }

    @Test("a server that is too old is to be upgraded; one that does not say what it is will do")
    func product() throws {
        #expect(
            try finding("server", CannedPrometheus(buildInfo: #"{"version":"2.25.2","goVersion":"go1.15"}"#))
                == Finding(
                    "server", .problem, "URL is Prometheus 2.25.2, which lacks functions that are asked for",
                    advice: "upgrade it to 2.26 or newer"))
        #expect(
            try finding("server", CannedPrometheus(buildInfo: "{}"))
                == Finding("server", .ok, "URL answers; it does not say what it is"))
    }

    @Test(
        "clocks may differ by two seconds, and must not by more than thirty",
        arguments: [
            (2, Diagnosis.Verdict.ok, ""), (-2, .ok, ""), (3, .warning, "3 s ahead of"), (-31, .problem, "31 s behind"),
        ])
    func clock(skew: Int, verdict: Diagnosis.Verdict, difference: String) throws {
        let found = try finding("clock", CannedPrometheus(clock: CannedPrometheus.now + skew))
        let ok = Finding("clock", .ok, "the server's agrees with this machine's")
        let wrong = Finding(
            "clock", verdict,
            "the server's is \(difference) this machine's, so that windows end too early or too late",
            advice: "have both set by NTP: timedatectl set-ntp true")
        #expect(found == (verdict == .ok ? ok : wrong))
    }

    @Test("a clock that shows no time is none", arguments: [Int.max, .min, 200_000_000_000])
    func noTime(clock: Int) throws {
        #expect(
            try finding("clock", CannedPrometheus(clock: clock))
                == Finding("clock", .skipped, "the server does not tell"))
    }

    @Test("a metric that is not there is told with those that are")
    func metric() throws {
        let found = try findings(CannedPrometheus(histograms: ["queue_seconds"]))
        #expect(
            found[2]
                == Finding(
                    "metric", .problem, "URL does not know the metric request_duration_seconds",
                    advice: "choose one with \(.metricName): queue_seconds"))
        #expect(found[3] == Finding("model label", .skipped, "the metric is not there"))
        #expect(found[4] == Finding("scrape interval", .skipped, "the metric is not there"))
        let gauge = try finding("metric", CannedPrometheus(histograms: [], gauges: ["request_duration_seconds"]))
        #expect(gauge?.verdict == .problem && gauge?.reason.contains("is not a histogram") == true)
    }

    @Test("a metric without samples may be one that nothing scrapes, or that the selector leaves out")
    func samples() throws {
        let found = try findings(CannedPrometheus(models: [])) { $0.selector = #"job="nope""# }
        #expect(
            found[2]
                == Finding(
                    "metric", .problem,
                    #"the server knows request_duration_seconds, but had no sample that matches job="nope" in the last 15 minutes"#,
                    advice:
                        "look at the server's page /targets: are the model servers scraped? Does \(.selector) match them?"
                ))
        #expect(found[3] == Finding("model label", .skipped, "there are no samples"))
    }

    @Test("a label that no series has is told with those that could name the models")
    func label() throws {
        var server = CannedPrometheus(models: [(nil, 3)], labels: ["__name__", "le", "model_name", "engine", "job"])
        #expect(
            try finding("model label", server)
                == Finding(
                    "model label", .problem, "request_duration_seconds has no label model: all models would be one",
                    advice: "\(.modelLabel, "model_name"); others are engine, job"))
        server.models = [(nil, 3), ("gpt-4", 2)]
        #expect(
            try finding("model label", server)
                == Finding(
                    "model label", .warning, "some series have no label model: their model is (none)",
                    advice: #"leave them out: \#(.selector, "'model!=\"\"'")"#))
        server.models = (0...1000).map { ("m\($0)", 1) }
        #expect(
            try finding("model label", server)
                == Finding(
                    "model label", .warning, "model names 1001 models: clients may choose these names",
                    advice: "take a label that the servers choose, or narrow the series down with \(.selector)"))
    }

    @Test(
        "scrapes must be some within a window",
        arguments: [(6, Diagnosis.Verdict.ok), (5, .warning), (3, .problem), (0, .skipped)])
    func interval(samples: Int, verdict: Diagnosis.Verdict) throws {
        let found = try finding("scrape interval", CannedPrometheus(samples: samples))
        #expect(found?.verdict == verdict)
        let advice: Finding? = [.warning, .problem].contains(verdict) ? found : nil
        #expect(
            advice?.advice
                == (advice == nil ? nil : "set scrape_interval to 60s or less for this job in prometheus.yml"))
    }

    @Test("a memory of less than a day is short, and windows that it no longer has are lost")
    func retention() throws {
        #expect(
            try finding("retention", CannedPrometheus(retention: "6h"))
                == Finding(
                    "retention", .warning, "the server keeps 6h: what a longer outage of this machine misses is lost",
                    advice: "raise --storage.tsdb.retention.time to some days"))
        let gap = try SourceHistory(of: ExaminedArchive(missing: [3, 4]))
        #expect(
            try findings(CannedPrometheus(), gap).last
                == Finding(
                    "retention", .warning, "2 windows are missing here; the server keeps 15d",
                    advice: "the next metricsctl collect asks for them"))
        #expect(
            try findings(CannedPrometheus(retention: "30m"), gap).last
                == Finding(
                    "retention", .warning,
                    "2 windows are missing here, and the server keeps 30m: the oldest can't be had any more",
                    advice: "raise --storage.tsdb.retention.time, and let a monitoring system run metricsctl check"))
    }
}

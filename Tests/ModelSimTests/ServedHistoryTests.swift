import FoundationEssentials
import Latency
import Testing

@testable import modelsim

/// What `ServedHistory.write` wrote, read back.
private struct WrittenMeasures {
    static let start = 1_760_000_100

    struct Sample {
        let name: Substring
        let labels: [String: String]
        let value: Double
        /// Seconds.
        let time: Double
    }

    let metrics: String
    let rows: [[String: String]]

    init(
        _ servers: [ServerProfile], hours: Double = 0.5, eventful: Bool = false,
        renaming: ServedFleet.Renaming = .init(), seed: UInt64 = 1
    ) throws {
        let directory = FileManager.default.temporaryDirectory.path + "/modelsim-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let configuration = Fleet.Configuration(
            seed: seed, start: Self.start, replicas: 2, scrapeInterval: 60, eventful: eventful)
        let end = Self.start + Int(hours * 3600)
        let fleet = ServedFleet(servers, configuration, renaming: renaming, until: end)
        try ServedHistory(fleet: fleet, workload: ServedWorkload(configuration: configuration), end: end)
            .write(to: directory)
        func read(_ name: String) throws -> String {
            String(decoding: try Data(contentsOf: URL(fileURLWithPath: directory + "/" + name)), as: UTF8.self)
        }
        metrics = try read("metrics.om")
        rows = WrittenHistory.rows(try read("measures.csv"))
    }

    /// Every sample in the order of the file. No label of these fleets has a quote, a comma or a blank in it.
    func samples(where isWanted: (Substring) -> Bool) throws -> [Sample] {
        try metrics.split(separator: "\n").filter { !$0.hasPrefix("#") && isWanted($0.prefix { $0 != "{" }) }
            .map { line in
                let words = line.split(separator: " ")
                let parts = words[0].split(separator: "{")
                var labels: [String: String] = [:]
                for pair in parts[1].dropLast().split(separator: ",") {
                    let sides = pair.split(separator: "=", maxSplits: 1)
                    labels[String(sides[0])] = String(sides[1].dropFirst().dropLast())
                }
                return Sample(
                    name: parts[0], labels: labels, value: try #require(Double(words[1])),
                    time: try #require(Double(words[2])))
            }
    }
}

@Suite("A written history of servers")
struct ServedHistoryTests {
    @Test(
        "has every measure of the preset, under its name, with its labels, in its form",
        arguments: ServerProfile.all.map(\.name))
    func presets(name: String) throws {
        let profile = try #require(ServerProfile.all.first { $0.name == name })
        let preset = try #require(Preset.named(name))
        #expect(!preset.measures.isEmpty)
        for measure in preset.orderedMeasures {
            let metric = measure.preferred
            let families = profile.families.filter { $0.name == metric.name || $0.name + "_count" == metric.name }
            #expect(!families.isEmpty, "\(metric.name) is not simulated")
            let told = families.flatMap(\.measured).map(\.measure)
            #expect(told.contains(measure.measure), "\(metric.name) is not told as \(measure.measure)")
            for family in families {
                #expect(
                    (family.bounds(of: .current) != nil) == (metric.kind == .histogram || family.name != metric.name))
                let labels = family.labels.map { label in
                    switch label {
                    case .constant(let name, _), .model(let name), .alias(let name), .team(let name),
                        .streamed(let name, _, _), .outcome(let name, _):
                        name
                    }
                }
                if let label = metric.modelLabel { #expect(labels.contains(label), "\(metric.name)") }
                if let label = metric.classLabel { #expect(labels.contains(label), "\(metric.name)") }
            }
        }
    }

    @Test(
        "tells what its counters grew by, bucket by bucket and window by window",
        arguments: ServerProfile.all.map(\.name))
    func truth(name: String) throws {
        let profile = try #require(ServerProfile.all.first { $0.name == name })
        let history = try WrittenMeasures([profile], hours: 0.25)
        for family in profile.families where family.measured.contains(where: { $0.measure.isLatency }) {
            #expect(try compare(family, of: profile, in: history) >= 12)
        }
    }

    /// The growth of a latency's series in each window, added up over replicas, beside its rows. Returns how many rows
    /// there were.
    private func compare(_ family: MetricFamily, of profile: ServerProfile, in history: WrittenMeasures) throws -> Int {
        let names = family.bounds(of: .current) == nil ? [family.name] : ["_bucket", "_sum"].map { family.name + $0 }
        let samples = try history.samples { names.contains(String($0)) }
        // An old process' first sample tells nothing; a series that comes later began at zero.
        var first: [String: Double] = [:]
        for sample in samples {
            first[sample.labels["instance"] ?? ""] = first[sample.labels["instance"] ?? ""] ?? sample.time
        }
        var latest: [[String]: Double] = [:]
        var growth: [String: Double] = [:]
        for sample in samples {
            let series = [String(sample.name)] + sample.labels.map { "\($0.key)=\($0.value)" }.sorted()
            let window = Int((sample.time / 300).rounded(.up)) * 300
            let isAnchor = sample.time == first[sample.labels["instance"] ?? ""]
            let before = latest[series] ?? (isAnchor ? sample.value : 0)
            latest[series] = sample.value
            let part = sample.labels["le"] ?? (sample.name.hasSuffix("_sum") ? "sum" : "value")
            growth["\(window) \(part)", default: 0] += sample.value - before
        }
        let rows = history.rows.filter {
            $0["server"] == profile.name && $0["metric"] == family.name && $0["measure"] != "errors"
        }
        var expected: [String: Double] = [:]
        for row in rows {
            let window = try #require(row["window_end"])
            let sum = try #require(Double(row["sum"] ?? ""))
            let bounds = try #require(row["bounds"]).split(separator: "|").compactMap { Double($0) }
            if bounds.isEmpty { expected["\(window) value", default: 0] += sum; continue }
            expected["\(window) sum", default: 0] += sum
            var cumulative = 0.0
            let counts = try #require(row["counts"]).split(separator: "|").compactMap { Double($0) }
            #expect(counts.reduce(0, +) == Double(row["observations"] ?? ""))
            for (le, count) in zip(bounds.map(profile.le) + ["+Inf"], counts) {
                cumulative += count
                expected["\(window) \(le)", default: 0] += cumulative
            }
        }
        for (key, value) in growth {
            #expect(abs(value - expected[key, default: 0]) < 1e-6 * max(1, abs(value)), "\(family.name) \(key)")
        }
        #expect(Set(expected.keys).subtracting(growth.keys).isEmpty)
        return rows.count
    }

    @Test("counts requests by class, and failures as errors")
    func classes() throws {
        let history = try WrittenMeasures([.vllm, .otelGateway], hours: 1)
        func total(_ server: String, _ measure: String, _ outcome: String) -> Double {
            history.rows.filter { $0["server"] == server && $0["measure"] == measure && $0["class"] == outcome }
                .reduce(0) { $0 + (Double($1["sum"] ?? "") ?? 0) }
        }
        #expect(total("vllm", "requests", "stop") > 10 * total("vllm", "requests", "error"))
        #expect(total("vllm", "requests", "error") > 0)
        for outcome in ["abort", "error"] {
            #expect(total("vllm", "errors", outcome) == total("vllm", "requests", outcome))
        }
        #expect(total("vllm", "errors", "stop") == 0)
        #expect(total("otel-genai", "errors", "500") > 0)
    }

    @Test(
        "shows a renamed metric under the old name before, both for the overlap, and the new one after, and counts on")
    func renaming() throws {
        let (at, overlap) = (WrittenMeasures.start + 600, 300)
        let history = try WrittenMeasures([.vllm], renaming: .init(at: at * 1000, overlap: overlap * 1000))
        let (old, new) = ("vllm:time_per_output_token_seconds_count", "vllm:inter_token_latency_seconds_count")
        let samples = try history.samples { $0 == old || $0 == new }
        for sample in samples {
            #expect(sample.name == old ? sample.time < Double(at + overlap) : sample.time >= Double(at))
        }
        for instance in Set(samples.compactMap { $0.labels["instance"] }) {
            let own = samples.filter { $0.labels["instance"] == instance }
            #expect(own.contains { $0.name == old } && own.contains { $0.name == new })
            #expect(own.map(\.value) == own.map(\.value).sorted())
        }
        #expect(
            Set(history.rows.filter { $0["measure"] == "itl" }.map { $0["metric"] }) == [
                "vllm:inter_token_latency_seconds"
            ])
    }

    @Test("shows deprecated twins beside their new names all the time")
    func twins() throws {
        let history = try WrittenMeasures([.llmD])
        let new = try history.samples { $0 == "llm_d_epp_request_total" }
        let old = try history.samples { $0 == "inference_objective_request_total" }
        #expect(new.map(\.value) == old.map(\.value))
        #expect(!new.isEmpty)
    }

    @Test("has restarts that begin at zero and take requests with them")
    func restarts() throws {
        let history = try WrittenMeasures([.liteLLM], hours: 2, eventful: true)
        let counts = try history.samples { $0 == "litellm_request_total_latency_metric_count" }
        var (latest, falls): ([[String: String]: Double], Int) = ([:], 0)
        for sample in counts {
            if sample.value < latest[sample.labels, default: 0] { falls += 1 }
            latest[sample.labels] = sample.value
        }
        #expect(falls > 0)
        #expect(history.rows.contains { $0["unseen"] != "0" })
        let starts = try history.samples { $0 == "process_start_time_seconds" }
        #expect(Set(starts.map(\.value)).count > Set(starts.compactMap { $0.labels["instance"] }).count)
    }

    @Test("the same seed gives the same bytes, another seed gives others")
    func determinism() throws {
        let (first, again) = (try WrittenMeasures([.sglang]), try WrittenMeasures([.sglang]))
        #expect(first.metrics == again.metrics && first.rows == again.rows)
        #expect(try WrittenMeasures([.sglang], seed: 2).metrics != first.metrics)
    }
}

@Suite("A live fleet of servers")
struct LiveServersTests {
    private let configuration = Fleet.Configuration(seed: 1, start: 1_760_000_100, eventful: false)
    private let now = 1_760_000_700 * 1000

    @Test("tells of its targets with where they are, and shows each metric's type once, ahead of its series")
    func page() async throws {
        let fleet = LiveServers(ServerProfile.all, configuration, renaming: .init(), now: now)
        let targets = await fleet.targets(at: now)
        #expect(Set(targets.map(\.name)).count == targets.count && targets.count == 20)
        #expect(targets.allSatisfy { $0.labels.map(\.name) == ["namespace", "region"] })
        for target in targets {
            guard case .metrics(let text) = await fleet.answer(of: target.name, at: now, inMessages: false) else {
                Issue.record("\(target.name) does not answer")
                continue
            }
            var types: Set<Substring> = []
            for line in text.split(separator: "\n") where !line.hasPrefix("# HELP") {
                if line.hasPrefix("# TYPE ") {
                    #expect(types.insert(line.split(separator: " ")[2]).inserted, "\(line)")
                } else {
                    let name = line.prefix { $0 != "{" && $0 != " " }
                    #expect(types.contains { name.hasPrefix($0) }, "\(name)")
                }
            }
        }
        #expect(await fleet.answer(of: "nobody", at: now, inMessages: false) == .unknownReplica)
    }
}

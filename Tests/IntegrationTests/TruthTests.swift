import Archive
import Foundation
import Latency
import TestSupport
import Testing

@Suite("A day of a fleet with every kind of trouble, collected from a real Prometheus", .simulatedDay)
struct TruthTests {
    let day: SimulatedDay

    init() throws { day = try #require(SimulatedDay.shared) }

    @Test("has every kind of trouble in it, and windows of every quality")
    func isEventful() throws {
        let expected: Set = [
            "restart", "birth", "death", "gap", "down", "outage-return", "series-birth", "retention-start",
        ]
        #expect(day.truth.events.isSuperset(of: expected))
        #expect(Set(try day.values().map(\.value.quality)) == Set(Quality.allCases))
        #expect(try day.values().contains { $0.value.histogram.parts.count > 1 })
        #expect(try day.values().contains { $0.value.histogram.requests == 0 })
    }

    @Test("is collected whole: every window, and every model in every window in which it had a sample")
    func isWhole() throws {
        #expect(
            day.collected.map(\.window.end)
                == Array(stride(from: SimulatedDay.start + 300, through: SimulatedDay.end, by: 300)))
        let collected = Set(try day.values().map(\.key))
        let sampled = Set(day.truth.rows.filter { $0.value.samples > 0 }.keys)
        #expect(collected == sampled)
    }

    @Test("has no window tagged exact that is wrong, not by one request in one bucket")
    func exactIsExact() throws {
        var checked = 0
        for (key, value, _) in try day.values() where value.quality == .exact {
            let parts = value.histogram.parts.map { ($0.layout.upperBounds, $0.counts) }.filter {
                $0.1.contains { $0 > 0 }
            }
            let truth = (day.truth.buckets[key] ?? [:]).filter { $0.value.contains { $0 > 0 } }
            #expect(Dictionary(uniqueKeysWithValues: parts) == truth, "\(key)")
            checked += 1
        }
        #expect(checked > 4000)
    }

    @Test("adds up to the truth for every model: to the request without restarts and outages, within 0.02 % with them")
    func totals() throws {
        var counted: [Name: Int] = [:]
        var expected: [Name: Int] = [:]
        for (key, value, truth) in try day.values() {
            counted[key.model, default: 0] += value.histogram.requests
            expected[key.model, default: 0] += truth.requests
        }
        let calm = Set(day.truth.rows.filter(\.value.isCalm).map(\.key.model))
        #expect(!calm.isEmpty && calm.count < day.truth.models.count)
        for model in day.truth.models {
            let (ours, truth) = (counted[model, default: 0], expected[model, default: 0])
            #expect(abs(ours - truth) <= (calm.contains(model) ? 0 : truth / 5000), "\(model): \(ours), not \(truth)")
        }
    }

    @Test("lacks, where something restarted, what was answered between a last scrape and an end, no more")
    func errorOfReset() throws {
        var (windows, served, missing, unaccounted) = (0, 0, 0, 0)
        for (key, value, truth) in try day.values() where value.quality == .reset && truth.events.contains("restart") {
            let all = truth.requests + truth.unseen
            #expect(value.histogram.requests <= all, "\(key)")
            windows += 1
            served += all
            missing += all - value.histogram.requests
            unaccounted += abs(truth.requests - value.histogram.requests)
        }
        #expect(windows >= 40)
        // The 15 seconds between two scrapes are 5 % of a window; on average an end comes in the middle of them.
        #expect(missing < served * 5 / 100, "\(missing) of \(served)")
        // All that a scrape showed is there.
        #expect(unaccounted <= 1, "\(unaccounted) of \(served)")
    }

    @Test("brackets every true percentile, by one bucket where all replicas have the same")
    func brackets() throws {
        for (key, value, truth) in try day.values() where value.quality == .exact && truth.requests > 0 {
            for (q, true_) in truth.quantiles {
                let estimate = try #require(value.histogram.quantile(q))
                let isInside = true_ <= estimate.upper ?? .infinity && (true_ > estimate.lower || estimate.lower == 0)
                #expect(isInside, "\(key): \(true_) not in \(estimate)")
                guard value.histogram.parts.count == 1 else { continue }
                let bounds = [0] + value.histogram.parts[0].layout.upperBounds
                let place = try #require(bounds.firstIndex(of: estimate.lower))
                #expect(estimate.upper == (place + 1 < bounds.count ? bounds[place + 1] : nil), "\(key)")
            }
        }
    }

    @Test("has the sums of latencies, to the microseconds that rounding each replica costs")
    func sums() throws {
        for (key, value, truth) in try day.values() where value.quality == .exact {
            let sum = try #require(value.histogram.sumMicroseconds)
            #expect(abs(Double(sum) - truth.sumSeconds * 1e6) <= 10, "\(key)")
        }
    }

    @Test("has the p95 that the same Prometheus computes of the same increments, to 1e-9")
    func agreesWithHistogramQuantile() throws {
        let bucket = "\(SimulatedDay.metric)_bucket"
        let query = """
            histogram_quantile(0.95, \
            sum by (model, le) (\(bucket)) - sum by (model, le) (\(bucket) offset 5m))
            """
        let calm = Set(day.truth.rows.filter(\.value.isCalm).map(\.key.model))
        var checked = 0
        for window in day.collected.dropFirst() where window.window.index % 7 == 0 {
            let theirs = try day.prometheus.values(of: query, at: window.window.end, by: "model")
            for value in window.models where calm.contains(value.model) && value.histogram.requests > 0 {
                let ours = try #require(value.histogram.quantile(0.95)).value
                let other = try #require(theirs[value.model.text])
                #expect(abs(ours - other) <= 1e-9 * max(1, other), "\(value.model) at \(window.window.end)")
                checked += 1
            }
        }
        #expect(checked > 50)
    }

    @Test("is told alike by the command line, in rounded milliseconds")
    func commandLine() throws {
        let answer = try Program.metricsctl().run(
            "history", "--db", day.archivePath, "--hours", "24", "--step", "5m", "--at",
            SimulatedDay.rfc3339(SimulatedDay.end))
        #expect(answer.exitCode == 0)
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        let parsed = try decoder.decode(History.self, from: Data(answer.stdout.utf8))
        #expect(parsed.missing.isEmpty)
        var told: [Truth.Key: History.Point] = [:]
        for model in parsed.data {
            for point in model.dataPoints {
                let end = try Date(point.timestamp, strategy: .iso8601).timeIntervalSince1970
                told[Truth.Key(model: Name(model.model), windowEnd: Int(end))] = point
            }
        }
        var checked = 0
        for (key, value, truth) in try day.values() where value.quality == .exact {
            guard truth.requests > 0 else {
                #expect(told[key] == nil)
                continue
            }
            let point = try #require(told[key])
            #expect(point.requests == truth.requests)
            let p95 = try #require(truth.quantiles[0.95]) * 1000
            #expect(p95 <= (point.p95UpperMs ?? .infinity) && p95 >= point.p95LowerMs, "\(key)")
            checked += 1
        }
        #expect(checked > 3000)
    }

    @Test("is not changed by collecting it again")
    func again() throws {
        let copy = try TemporaryFolder()
        let path = copy.path("metrics.db")
        try FileManager.default.copyItem(atPath: day.archivePath, toPath: path)
        for time in [SimulatedDay.end, SimulatedDay.start + 43_200] {
            let collect = try Program.metricsctl().run(
                "collect", "--prometheus-url", day.prometheus.url, "--db", path, "--at", SimulatedDay.rfc3339(time))
            #expect(collect.exitCode == 0)
        }
        #expect(try SimulatedDay.windows(in: path) == day.collected)
    }
}

/// The parts of `history`'s JSON that matter here.
private struct History: Decodable {
    struct Point: Decodable {
        let timestamp: String
        let p95LowerMs: Double
        let p95UpperMs: Double?
        let requests: Int
    }

    struct Model: Decodable {
        let model: String
        let dataPoints: [Point]
    }

    struct Stretch: Decodable {}

    let data: [Model]
    let missing: [Stretch]
}

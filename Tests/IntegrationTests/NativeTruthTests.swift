import Archive
import Foundation
import Latency
import TestSupport
import Testing

/// Six hours of an eventful fleet in a real Prometheus that knows native histograms, and the truth about them. For two
/// hours the histograms are classic, then for an hour both, and native alone after that.
private struct NativeHours {
    static let start = 1_760_054_400
    static let nativeFrom = start + 2 * 3600
    static let classicUntil = start + 3 * 3600
    static let end = start + 6 * 3600

    let prometheus: PrometheusServer
    let truth: Truth
    let collected: [CollectedWindow]
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        let simulated = try Program.modelsim().run(
            "history", "--seed", "5", "--start", "\(Self.start)", "--hours", "6", "--models", "8", "--native-from",
            "\(Self.nativeFrom)", "--classic-until", "\(Self.classicUntil)", "--out", folder.url.path)
        try #require(simulated.exitCode == 0, "\(simulated.stderr)")
        let files = try FileManager.default.contentsOfDirectory(at: folder.url, includingPropertiesForKeys: nil)
        let requests = files.filter { $0.lastPathComponent.hasPrefix("push-") }
        prometheus = try PrometheusServer(pushing: requests.sorted { $0.lastPathComponent < $1.lastPathComponent })
        truth = try Truth(in: folder.url)
        let collect = try Self.collect(from: prometheus, into: folder.path("metrics.db"), "--backfill", "6h")
        try #require(collect.exitCode == 0 && collect.stderr.isEmpty, "\(collect.stderr)")
        collected = try SimulatedDay.windows(in: folder.path("metrics.db"), from: Self.start, to: Self.end)
    }

    static func collect(
        from prometheus: PrometheusServer, into archive: String, _ more: String..., at time: Int = end
    ) throws -> Program.Result {
        try Program.metricsctl().run(
            [
                "collect", "--prometheus-url", prometheus.url, "--db", archive, "--at", SimulatedDay.rfc3339(time),
                "--timeout", "60",
            ] + more)
    }

    /// Every model of every collected window, beside its truth.
    func values() throws -> [(key: Truth.Key, value: ModelWindow, truth: Truth.Row)] {
        try collected.flatMap { window in
            try window.models.map { value in
                let key = Truth.Key(model: value.model, windowEnd: window.window.end)
                return (key, value, try #require(truth.rows[key]))
            }
        }
    }
}

@Suite("A fleet that goes over from classic to native histograms, collected from a real Prometheus")
struct NativeTruthTests {
    @Test("is counted to the request, bucket by bucket, and every true percentile is bracketed")
    func truth() throws {
        let hours = try NativeHours()
        let values = try hours.values()
        #expect(
            hours.collected.map(\.window.end)
                == Array(stride(from: NativeHours.start + 300, through: NativeHours.end, by: 300)))
        #expect(Set(values.map(\.key)) == Set(hours.truth.rows.filter { $0.value.samples > 0 }.keys))
        #expect(Set(values.map(\.value.quality)) == Set(Quality.allCases))
        try exactIsExact(values, hours.truth)
        try brackets(values)
        try totals(values, hours.truth)
        try layouts(values)
        try again(hours)
        try commandLine(hours)
    }

    private func exactIsExact(
        _ values: [(key: Truth.Key, value: ModelWindow, truth: Truth.Row)], _ truth: Truth
    ) throws {
        var buckets = 0
        for (key, value, row) in values where value.quality == .exact {
            #expect(value.histogram.requests == row.requests, "\(key)")
            let sum = try #require(value.histogram.sumMicroseconds)
            #expect(abs(Double(sum) - row.sumSeconds * 1e6) <= 10, "\(key)")
            // The window of the change has a part that is known at fewer bounds than the truth.
            let layouts = (truth.buckets[key] ?? [:]).filter { $0.value.contains { $0 > 0 } }
            let parts = value.histogram.parts.filter { $0.requests > 0 }
            guard parts.count == 1, layouts.count == 1, let part = parts.first, let layout = layouts.first else {
                continue
            }
            for (place, bound) in part.layout.upperBounds.enumerated() {
                let expected = zip(layout.key, layout.value).reduce(0) { $0 + ($1.0 < bound * (1 + 1e-9) ? $1.1 : 0) }
                #expect(part.counts[...place].reduce(0, +) == expected, "\(key) up to \(bound)")
                buckets += 1
            }
        }
        #expect(buckets > 20_000)
    }

    private func brackets(_ values: [(key: Truth.Key, value: ModelWindow, truth: Truth.Row)]) throws {
        var widths: [Double] = []
        for (key, value, truth) in values where value.quality == .exact && truth.requests > 0 {
            for (q, true_) in truth.quantiles {
                let estimate = try #require(value.histogram.quantile(q))
                let isInside = true_ <= estimate.upper ?? .infinity && (true_ > estimate.lower || estimate.lower == 0)
                #expect(isInside, "\(key): \(true_) not in \(estimate)")
                #expect(estimate.value >= estimate.lower && estimate.value <= estimate.upper ?? .infinity)
                if key.windowEnd > NativeHours.classicUntil, let upper = estimate.upper {
                    widths.append(upper / estimate.lower)
                }
            }
        }
        #expect(widths.count > 500)
        #expect(widths.allSatisfy { $0 < 1.0906 })
    }

    private func totals(_ values: [(key: Truth.Key, value: ModelWindow, truth: Truth.Row)], _ truth: Truth) throws {
        for model in truth.models {
            let own = values.filter { $0.key.model == model }
            let (ours, expected) = (
                own.reduce(0) { $0 + $1.value.histogram.requests }, own.reduce(0) { $0 + $1.truth.requests }
            )
            #expect(abs(ours - expected) <= expected / 5000, "\(model): \(ours), not \(expected)")
        }
    }

    /// Native counts are taken where there are both.
    private func layouts(_ values: [(key: Truth.Key, value: ModelWindow, truth: Truth.Row)]) throws {
        for (key, value, _) in values where value.quality == .exact {
            let bounds = value.histogram.parts.map(\.layout.upperBounds.count)
            if key.windowEnd <= NativeHours.nativeFrom { #expect(bounds.allSatisfy { $0 == 11 }, "\(key)") }
            if key.windowEnd > NativeHours.nativeFrom + 300 { #expect(bounds == [209], "\(key)") }
        }
    }

    /// Run by run, as cron does it, the same comes out as of all at once.
    private func again(_ hours: NativeHours) throws {
        let path = hours.folder.path("again.db")
        let change = NativeHours.nativeFrom
        for time in stride(from: change - 900, through: change + 1200, by: 300) {
            let collect = try NativeHours.collect(from: hours.prometheus, into: path, at: time)
            #expect(collect.exitCode == 0 && collect.stderr.isEmpty, "\(collect.stderr)")
        }
        let windows = try SimulatedDay.windows(in: path, from: NativeHours.start, to: NativeHours.end)
        #expect(windows.count == 10)
        for window in windows {
            let whole = try #require(hours.collected.first { $0.window == window.window })
            #expect(window.models.map(\.model) == whole.models.map(\.model))
            for (one, other) in zip(window.models, whole.models) {
                let key = "\(one.model) at \(window.window.end)"
                #expect(one.histogram.parts == other.histogram.parts && one.quality == other.quality, "\(key)")
            }
        }
    }

    private func commandLine(_ hours: NativeHours) throws {
        let dry = try NativeHours.collect(from: hours.prometheus, into: hours.folder.path("none.db"), "--dry-run")
        #expect(dry.exitCode == 0 && dry.stderr.isEmpty)
        #expect(dry.stdout.contains("histogram_count") && dry.stdout.contains("# would store the window of"))
        let unknown = try NativeHours.collect(
            from: hours.prometheus, into: hours.folder.path("none.db"), "--metric-name", "up")
        #expect(unknown.exitCode == 1)
        #expect(unknown.stderr.hasPrefix("metricsctl: up is not a histogram on \(hours.prometheus.url)"))
        // Nothing of the native histogram but the last hours of the week before.
        let late = try NativeHours.collect(
            from: hours.prometheus, into: hours.folder.path("late.db"), at: NativeHours.end + 86_400)
        #expect(late.exitCode == 0 && late.stderr.isEmpty, "\(late.stderr)")
    }
}

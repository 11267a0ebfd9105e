import Archive
import Glibc
import Latency
import SQLiteStore

/// The archives of one run, made the way `collect` makes them: committed, then sealed day by day.
struct Filling {
    let folder: String
    let archive: String
    let withoutSums: String
    let rows: String

    private(set) var source: Source
    private(set) var models: [Name] = []
    private(set) var days = 0
    /// The last day, which is in none of them.
    private(set) var lastDay: [CollectedWindow] = []
    private var traffic = Traffic()

    /// What the archives have, as it was read.
    private struct Traffic {
        /// Of every model-window.
        var requests: [Int32] = []
        var buckets = 0
        var entropy = 0.0
    }

    /// The end of what the archives have, in seconds since 1970 UTC.
    var end: Int { lastDay[0].window.start }

    init(folder: String) throws {
        self.folder = folder
        archive = folder + "/archive.db"
        withoutSums = folder + "/without-sums.db"
        rows = folder + "/rows.db"
        let archives = [try Archive(creatingAt: archive), try Archive(creatingAt: withoutSums)]
        let sources = try archives.map { try $0.source(Self.description) }
        source = sources[0]
        var rows = Rows(at: rows)
        rows.create()
        rows.execute("BEGIN")
        var counts = Counts()
        traffic.buckets = counts.layout.bucketCount
        var day = Self.day(&counts)
        while !day.isEmpty {
            let next = Self.day(&counts)
            if next.isEmpty { break }
            let without = day.map { $0.withoutSums }
            for (windows, (archive, source)) in zip([day, without], zip(archives, sources)) {
                try archive.commit(windows, run: nil, of: source)
                try archive.seal(of: source, at: next[0].window.start + Archive.sealingDelay)
            }
            day.forEach { add($0, &rows) }
            days += 1
            day = next
        }
        guard days > 0, day.count == UTCDay.windows else { fail("fewer than two whole days") }
        rows.execute("COMMIT")
        lastDay = day
        models = day[0].models.map(\.model)
        traffic.entropy = counts.entropy
    }

    private static func day(_ counts: inout Counts) -> [CollectedWindow] {
        var windows: [CollectedWindow] = []
        while windows.count < UTCDay.windows, let window = counts.window() { windows.append(window) }
        return windows
    }

    private mutating func add(_ window: CollectedWindow, _ rows: inout Rows) {
        for value in window.models {
            traffic.requests.append(Int32(value.histogram.requests))
            guard value.histogram.requests > 0 else { continue }
            let percentiles = [0.5, 0.95, 0.99].map { (value.histogram.quantile($0)?.value ?? 0) * 1000 }
            rows.insert(value.model, percentiles, at: window.window.end)
        }
    }

    private static let description = SourceDescription(
        name: "default", metric: "request_duration_seconds", url: "http://localhost:9090", selector: "",
        modelLabel: "model", unit: .seconds)

    func printSizes() {
        let requests = traffic.requests
        let all = Double(requests.count)
        let busy = requests.count { $0 > 0 }
        let mean = Double(requests.reduce(0) { $0 + Int($1) }) / all
        print("\(models.count) models x \(days) days, \(traffic.buckets) buckets: \(requests.count) model-windows,")
        print(
            "requests a window: mean \(Int(mean.rounded())), median \(requests.sorted()[requests.count / 2]), "
                + "\(percent(1 - Double(busy) / all)) empty")
        print("")
        row("bytes per model-window", "", "limit")
        row("  archive with sums", bytes(archive, all), "9.4")
        row("  archive without sums", bytes(withoutSums, all), "7.0")
        row("  entropy of the counts", twoDecimals(traffic.entropy), "")
        row("  rows of percentiles", bytes(rows, Double(busy)), "")
        print("")
    }

    private func bytes(_ path: String, _ count: Double) -> String {
        var status = stat()
        stat(path, &status)
        return twoDecimals(Double(status.st_size) / count)
    }
}

extension CollectedWindow {
    fileprivate var withoutSums: CollectedWindow {
        let models = models.map { value in
            // One layout, as `Counts` reads it.
            let histogram = Histogram(value.histogram.parts[0], sumMicroseconds: nil)
            return ModelWindow(model: value.model, quality: value.quality, histogram: histogram)
        }
        return CollectedWindow(window: window, models: models)
    }
}

import Archive
import Glibc
import Latency
import Reports

/// `ArchiveBench FOLDER [DAYS]`: fills archives in a folder with the days of `Profile`, up to 2026-01-01, and prints what
/// they take and how long questions take, each beside rows of percentiles asked in SQL. Meant for `scripts/bench archive`.
@main
struct ArchiveBench {
    static func main() throws {
        guard CommandLine.arguments.count >= 2 else { return print("usage: ArchiveBench FOLDER [DAYS]") }
        let folder = CommandLine.arguments[1]
        let days = CommandLine.arguments.count > 2 ? Int(CommandLine.arguments[2]) ?? 365 : 365
        let filled = try Filling(folder: folder, days: days)
        filled.printSizes()
        try Timings(filled: filled).run()
    }
}

/// The archives of one run, made the way `collect` makes them: committed, then sealed day by day.
struct Filling {
    /// 2026-01-01.
    static let end = UTCDay(index: 20_454)

    let folder: String
    let days: Int
    let source: Source
    private let profile: Profile

    var archive: String { folder + "/archive.db" }
    var withoutSums: String { folder + "/without-sums.db" }
    var rows: String { folder + "/rows.db" }

    init(folder: String, days: Int) throws {
        self.folder = folder
        self.days = days
        profile = try Self.fill(folder + "/archive.db", days, withSums: true, rows: folder + "/rows.db")
        _ = try Self.fill(folder + "/without-sums.db", days, withSums: false, rows: nil)
        source = try Archive(readingAt: folder + "/archive.db").sources()[0]
    }

    private static let description = SourceDescription(
        name: "default", metric: "request_duration_seconds", url: "http://localhost:9090", selector: "",
        modelLabel: "model", unit: .seconds)

    private static func fill(_ path: String, _ days: Int, withSums: Bool, rows path2: String?) throws -> Profile {
        let archive = try Archive(creatingAt: path)
        let source = try archive.source(description)
        var profile = Profile(withSums: withSums)
        var rows = path2.map(Rows.init)
        rows?.create()
        rows?.execute("BEGIN")
        for day in end.index - days..<end.index {
            let windows = UTCDay(index: day).windows.windows.map { profile.window($0) }
            try archive.commit(windows, run: nil, of: source)
            try archive.seal(of: source, at: UTCDay(index: day).end + Archive.sealingDelay)
            for window in windows {
                for value in window.models where value.histogram.requests > 0 {
                    let percentiles = [0.5, 0.95, 0.99].map { (value.histogram.quantile($0)?.value ?? 0) * 1000 }
                    rows?.insert(value.model, percentiles, at: window.window.end)
                }
            }
        }
        rows?.execute("COMMIT")
        return profile
    }

    func printSizes() {
        let all = Double(profile.requests.count)
        let busy = profile.requests.filter { $0 > 0 }
        let mean = Double(profile.requests.reduce(0) { $0 + Int($1) }) / all
        let median = profile.requests.sorted()[profile.requests.count / 2]
        print(
            "\(Profile.models) models x \(days) days, \(Profile.bounds.count + 1) buckets: \(Int(all)) model-windows,")
        print("requests a window: mean \(Int(mean)), median \(median), \(percent(1 - Double(busy.count) / all)) empty")
        print("")
        row("bytes per model-window", "", "limit")
        row("  archive with sums", bytes(archive, all), "9.4")
        row("  archive without sums", bytes(withoutSums, all), "7.0")
        row("  entropy of the counts", twoDecimals(profile.entropy / 8 / all), "")
        row("  rows of percentiles", bytes(rows, Double(busy.count)), "")
        print("")
    }

    private func bytes(_ path: String, _ count: Double) -> String {
        var status = stat()
        stat(path, &status)
        return twoDecimals(Double(status.st_size) / count)
    }
}

func percent(_ share: Double) -> String { twoDecimals(share * 100) + " %" }

func twoDecimals(_ value: Double) -> String {
    let hundredths = Int((value * 100).rounded())
    return "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)"
}

func row(_ name: String, _ value: String, _ limit: String, _ more: String = "") {
    func padded(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.count)) + text
    }
    print(name + padded(value, 54 - name.count) + padded(limit, 10) + (more.isEmpty ? "" : "   " + more))
}

/// A process' series as lines of the Prometheus and OpenMetrics text formats. What stands before the values is kept from
/// scrape to scrape.
struct ServedText: Sendable {
    private let targetLabels: [(name: String, value: String)]
    /// Of each series, under the names that it was shown by.
    private var prefixes: [[String: [[UInt8]]]] = []

    /// - Parameter targetLabels: what the server adds when it scrapes; empty for what the process itself shows.
    init(targetLabels: [(name: String, value: String)]) { self.targetLabels = targetLabels }

    /// The lines of one series under one name.
    ///
    /// - Parameters:
    ///   - place: the series' place in its process.
    ///   - ending: what follows each value: a newline, after a space and the timestamp where there is one.
    mutating func lines(
        of series: ServedProcess.Series, at place: Int, named name: String, in profile: ServerProfile, ending: [UInt8]
    ) -> [UInt8] {
        while prefixes.count <= place { prefixes.append([:]) }
        let starts = prefixes[place][name] ?? Self.starts(of: series, name, targetLabels, profile)
        prefixes[place][name] = starts
        var bytes: [UInt8] = []
        for (start, value) in zip(starts, Self.values(of: series)) {
            bytes += start
            bytes += value.utf8
            bytes += ending
        }
        return bytes
    }

    private static func starts(
        of series: ServedProcess.Series, _ name: String, _ targetLabels: [(name: String, value: String)],
        _ profile: ServerProfile
    ) -> [[UInt8]] {
        let labels = series.labels + targetLabels
        guard let bounds = series.bounds else { return [Array(OpenMetricsText.series(name, labels).utf8)] }
        let buckets = (bounds.map(profile.le) + ["+Inf"]).map {
            OpenMetricsText.series(name + "_bucket", labels + [("le", $0)])
        }
        let others = ["_count", "_sum"].map { OpenMetricsText.series(name + $0, labels) }
        return (buckets + others).map { Array($0.utf8) }
    }

    private static func values(of series: ServedProcess.Series) -> [String] {
        guard series.bounds != nil else { return [number(series.sum)] }
        var cumulative = 0
        let buckets = series.counts.map { count in
            cumulative += count
            return "\(cumulative)"
        }
        return buckets + ["\(series.count)", "\(series.sum)"]
    }

    /// A counter's value: whole ones are written so.
    private static func number(_ value: Double) -> String { value == value.rounded() ? "\(Int(value))" : "\(value)" }
}

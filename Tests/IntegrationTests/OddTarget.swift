/// A target made by hand, scraped every 15 s. Times are seconds since some start.
struct OddTarget {
    private let model: String?
    private let labels: [String: String]
    private let up: ClosedRange<Double>?
    private let processStart: Double?
    private let added: Double
    private let count: (Double) -> Double?

    /// - Parameters:
    ///   - model: nil for a target without the histogram.
    ///   - up: when it is scraped successfully; nil where nobody tells. It is told every 15 s in the last half hour alone.
    ///   - start: when its process began; nil where it does not tell.
    ///   - added: how many samples it has more as soon as it has the histogram.
    ///   - count: all requests at a time; nil where it does not have the histogram.
    init(
        _ model: String?, instance: String?, labels: [String: String] = [:], up: ClosedRange<Double>?, start: Double?,
        added: Double = 4, _ count: @escaping (Double) -> Double?
    ) {
        self.model = model
        self.labels = labels.merging(instance.map { ["job": "odd", "instance": $0] } ?? [:]) { $1 }
        self.up = up
        processStart = start
        self.added = added
        self.count = count
    }

    /// Its samples in OpenMetrics' text, those of every series together.
    func lines(from start: Int) -> [String] {
        let recent = Array(stride(from: -900.0, through: 900, by: 15))
        let past = [-3.0 * 86_400, -3.0 * 86_400 + 300, -8100, -7000]
        var lines: [String] = []
        func add(_ name: String, _ more: [String: String], _ times: [Double], _ value: (Double) -> Double?) {
            let all = labels.merging(more) { $1 }.sorted { $0.key < $1.key }
            let text = all.map { "\($0)=\"\(Self.escaped($1))\"" }.joined(separator: ",")
            lines += times.compactMap { time in value(time).map { "\(name){\(text)} \($0) \(start + Int(time))" } }
        }
        if let model {
            for le in ["0.1", "1.0", "+Inf"] {
                add("request_duration_seconds_bucket", ["model": model, "le": le], past + recent, count)
            }
            add("request_duration_seconds_sum", ["model": model], past + recent) { count($0).map { $0 * 0.05 } }
        }
        if let processStart {
            add("process_start_time_seconds", [:], recent) { $0 >= processStart ? Double(start) + processStart : nil }
        }
        if let up {
            add("up", [:], recent) { up.contains($0) ? 1 : nil }
            add("scrape_samples_scraped", [:], recent) { time in
                up.contains(time) ? 40 + (count(time) == nil ? 0 : added) : nil
            }
        }
        return lines
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    }
}

/// The two CSV files of the truth.
struct TruthTables: ~Copyable {
    private var truth: OutputFile
    private var buckets: OutputFile

    init(in directory: String) throws(SimulationError) {
        var truth = try OutputFile(creatingAt: directory + "/truth.csv")
        var buckets = try OutputFile(creatingAt: directory + "/buckets.csv")
        try truth.append("model,window_end,requests,sum_seconds,p50,p95,p99,events,unseen,samples,calm,metric\r\n")
        try buckets.append("model,window_end,bounds,counts,metric\r\n")
        self.truth = truth
        self.buckets = buckets
    }

    mutating func append(_ value: TruthWindow, of model: SimulatedModel, in window: TruthPeriod) throws(SimulationError)
    {
        let sorted = value.latencies.sorted()
        let quantiles = [50, 95, 99].map { sorted.nearestRank(percent: $0).map { "\($0)" } ?? "" }
        let name = CSV.field(model.name)
        let cells =
            [name, "\(window.end)", "\(sorted.count)", "\(value.latencies.reduce(0, +))"] + quantiles + [
                value.events.sorted().map(\.rawValue).joined(separator: ";"), "\(value.unseen)", "\(value.samples)",
                model.role.isCalm ? "yes" : "no", model.kind.metric,
            ]
        try truth.append(cells.joined(separator: ",") + "\r\n")
        for layout in value.layouts.sorted(by: { $0.bounds.lexicographicallyPrecedes($1.bounds) }) {
            var cumulative = 0
            let counts = layout.counts.map { count in
                cumulative += count
                return "\(cumulative)"
            }
            let bounds = layout.bounds.map { "\($0)" }.joined(separator: "|")
            let cells = [name, "\(window.end)", bounds, counts.joined(separator: "|"), model.kind.metric]
            try buckets.append(cells.joined(separator: ",") + "\r\n")
        }
    }

    /// Appends all windows up to `newest` that were not appended before, from `oldest` on.
    mutating func close(
        _ truth: inout TruthRecorder, from oldest: inout TruthPeriod, through newest: TruthPeriod,
        of models: [SimulatedModel]
    ) throws(SimulationError) {
        while oldest <= newest {
            let values = truth.close(oldest)
            for model in models { try append(values[model.index], of: model, in: oldest) }
            oldest = oldest.advanced(by: 1)
        }
    }

    /// Must be called at the end.
    mutating func flush() throws(SimulationError) {
        try truth.flush()
        try buckets.flush()
    }
}

/// Comma-separated values as RFC 4180 has them.
enum CSV {
    static func field(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: { [",", "\"", "\r", "\n"].contains($0) }) else { return text }
        let doubled = text.unicodeScalars.map { $0 == "\"" ? "\"\"" : String($0) }.joined()
        return "\"" + doubled + "\""
    }
}

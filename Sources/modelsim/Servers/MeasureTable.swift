/// The CSV file of the truth about measures.
struct MeasureTable: ~Copyable {
    private var file: OutputFile

    init(in directory: String) throws(SimulationError) {
        var file = try OutputFile(creatingAt: directory + "/measures.csv")
        try file.append("server,model,labels,measure,class,window_end,metric,bounds,counts,observations,sum,unseen\r\n")
        self.file = file
    }

    /// Appends all windows up to `newest` that were not appended before, from `oldest` on.
    mutating func close(
        _ truth: inout MeasureTruth, from oldest: inout TruthPeriod, through newest: TruthPeriod
    ) throws(SimulationError) {
        while oldest <= newest {
            for (key, value) in truth.close(oldest) { try append(key, value, oldest) }
            oldest = oldest.advanced(by: 1)
        }
    }

    private mutating func append(
        _ key: MeasureTruth.Key, _ value: MeasureTruth.Value, _ period: TruthPeriod
    ) throws(SimulationError) {
        let isCounter = key.bounds.isEmpty
        let cells = [
            key.server, key.model, key.labels.joined(separator: ";"), key.measure.rawValue, key.outcome,
            "\(period.end)", key.metric, key.bounds.map { "\($0)" }.joined(separator: "|"),
            isCounter ? "" : value.counts.map { "\($0)" }.joined(separator: "|"), "\(value.observations)",
            "\(value.sum)", "\(value.unseen)",
        ]
        try file.append(cells.map(CSV.field).joined(separator: ",") + "\r\n")
    }

    /// Must be called at the end.
    mutating func flush() throws(SimulationError) { try file.flush() }
}

import Reports

extension ExportReport {
    /// Tells people what is not exported.
    func warn() {
        guard daysLeftOut > 0 else { return }
        Output.note(
            "metricsctl: warning: \(daysLeftOut.of("day")) of \(source.metric) of source \"\(source.name)\" left out: "
                + "only hours are kept of them")
    }
}

import Archive
import Latency
import Questions
import Schedule
import Support

/// Whether the numbers are in the unit that they are taken for.
struct UnitCheck {
    let source: ExaminedSource
    /// nil where the archive does not know the source.
    let history: SourceHistory?

    private var description: SourceDescription { source.description }

    func finding() -> Finding {
        let evidence = history?.evidence ?? UnitEvidence()
        if let disagreement = source.disagreement {
            return Finding("unit", .warning, disagreement, advice: history == nil ? nil : advice)
        }
        if source.unitOrigin == .guess {
            return Finding(
                "unit", .warning, evidence.text(guessing: description.unit, metric: description.metric.text),
                advice: advice)
        }
        if let oddMean = evidence.oddMean {
            return Finding(
                "unit", .warning, "\(description.metric) is taken for \(description.unit.rawValue), but \(oddMean)",
                advice: advice)
        }
        return Finding("unit", .ok, "\(description.unit.rawValue), \(whence)")
    }

    private var whence: String {
        switch source.unitOrigin {
        case .told: "as told or known of the metric"
        case .table: "as the metric is known"
        case .name: "by the metric's name"
        case .guess, .before: "as it was stored"
        }
    }

    private var advice: Hint {
        guard history?.hasCollected == true else { return "give the unit that is right: \(.unit)" }
        let (name, metric) = (ShellWord.quoted(description.name.text), ShellWord.quoted(description.metric.text))
        return "metricsctl archive set-unit UNIT --source \(name) --metric-name \(metric) puts the unit right, or "
            + "confirms it, and keeps the counts; metricsctl archive forget-source \(name) begins anew"
    }
}

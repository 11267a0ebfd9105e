import Latency
import Questions
import Support

/// What a page needs beside its answer.
package struct PageSettings: Sendable {
    /// The zone that times are written in.
    package let zone: Zone
    /// What the page is about: nil where there is nothing to show yet.
    private let metric, measure: Name?
    private let choice: ThresholdChoice
    /// The heading of the page; nil has the usual one.
    package var title: String?
    /// What is said of models: their names for people.
    package var rules: [ModelRule] = []

    package init(zone: Zone, thresholds: LatencyThresholds) {
        self.init(zone: zone, choice: ThresholdChoice(thresholds), metric: nil, measure: nil)
    }

    /// - Parameters:
    ///   - metric: what the page is about; nil where there is nothing to show yet.
    ///   - measure: what that measures.
    package init(zone: Zone, choice: ThresholdChoice, metric: Name?, measure: Name?) {
        (self.zone, self.choice, self.metric, self.measure) = (zone, choice, metric, measure)
    }

    /// Of a model without limits of its own.
    var thresholds: LatencyThresholds { choice.thresholds(for: metric) }

    /// Of what the page is about.
    package func thresholds(of model: Name) -> LatencyThresholds {
        guard let metric, let measure else { return thresholds }
        return thresholds(of: model, metric, measure)
    }

    /// Whether what is counted are the times between tokens, of which nobody knows how many requests they were.
    var countsIntervals: Bool { measure?.countsIntervals ?? false }

    /// Whether some models have limits of their own for what the page is about.
    var hasLimitsOfModels: Bool {
        guard let measure else { return false }
        return rules.contains { $0.goodBelow[measure] != nil || $0.warningBelow[measure] != nil }
    }

    /// Of any measure.
    func thresholds(of model: Name, _ metric: Name, _ measure: Name) -> LatencyThresholds {
        choice.thresholds(for: measure, metric: metric, of: model)
    }

    /// Whether the model's name has the words, whatever the case, as it is or as people read it; no words are in all.
    func isNamed(_ model: Name, like words: String) -> Bool {
        let wanted = words.lowercased()
        let names = [TerminalText.modelName(model), displayName(of: model)]
        return wanted.isEmpty || names.contains { $0?.lowercased().contains(wanted) == true }
    }

    /// What people read in place of the model's name; nil where that is what they read.
    package func displayName(of model: Name) -> String? { rules.rule(of: model)?.displayName }
}

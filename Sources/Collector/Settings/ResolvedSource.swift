import Archive
import Latency
import Prometheus

/// A source as it is collected, and what must be said of where that comes from.
package struct ResolvedSource: Sendable {
    package private(set) var description: SourceDescription
    /// See `CollectionSettings.names`.
    package let names: [String]
    package let unitOrigin: UnitOrigin
    let knownAs: MetricFacts?
    /// What was said before.
    let told: SourceTold
    /// Whether the label is the table's first, which some servers of the metric may not have.
    let isLabelOpen: Bool
    /// Whether only the server can tell what kind of metric it is.
    let isKindOpen: Bool

    /// Which series it is collected from.
    package var selector: MetricSelector { description.metricSelector(names) }

    /// The unit that the table of known metrics or the metric's name tells; nil where neither does.
    static func usualUnit(of metric: String, _ facts: MetricFacts?) -> (unit: LatencyUnit, origin: UnitOrigin)? {
        if let unit = facts?.unit { return (unit, .table) }
        return LatencyUnit(ofName: metric).map { ($0, .name) }
    }

    /// How what is known has the metric otherwise; nil where it agrees. What somebody said is not disputed, but where
    /// two quantities are mixed up.
    package var disagreement: String? {
        let differences = [unitDifference, quantityDifference, selectorDifference, labelDifference].compactMap(\.self)
        guard !differences.isEmpty else { return nil }
        let whose = knownAs.map { " of \($0.servers.joined(separator: ", "))" } ?? ", by its name,"
        return "\(description.metric)\(whose) is \(differences.joined(separator: ", and "))"
    }

    private var unitDifference: String? {
        guard unitOrigin != .told, let usual = Self.usualUnit(of: description.metric.text, knownAs)?.unit,
            usual != description.unit
        else { return nil }
        return "in \(usual.rawValue), but is collected as \(description.unit.rawValue)"
    }

    private var quantityDifference: String? {
        knownAs?.isOfTokens == true && isLatency
            ? "a count of tokens, but is collected as a latency" : nil
    }

    /// Whether it is to be one, or nobody said what it is.
    private var isLatency: Bool {
        description.measure.flatMap { Measure(rawValue: $0.text) }.map(\.isLatency) ?? true
    }

    private var selectorDifference: String? {
        guard let selector = knownAs?.selector, let label = Self.names(in: selector).first,
            !Self.names(in: description.selector.text).contains(label)
        else { return nil }
        return "several quantities in one, of which \(selector) is collected by itself, but all of it is collected"
    }

    /// Only the label that was once taken for every metric: others were chosen.
    private var labelDifference: String? {
        guard let labels = knownAs?.modelLabels, let usual = labels.first,
            description.modelLabel == Defaults.modelLabel, !labels.contains(description.modelLabel.text)
        else { return nil }
        return "by \(usual), but is collected by \(description.modelLabel)"
    }

    /// With the first of the table's labels that the server's series have: the same metric has another one on another server,
    /// as vLLM's have in Triton. Only where the table has several, and nobody named one. What can't be asked stays.
    ///
    /// - Parameter newest: the window to look at.
    package func withLabel(
        at newest: Window, _ connect: () throws(PrometheusError) -> PrometheusClient
    ) -> ResolvedSource {
        guard isLabelOpen, let labels = knownAs?.modelLabels, labels.count > 1, let client = try? connect() else {
            return self
        }
        let queries = HistogramQueries(selector)
        guard let label = client.firstLabel(of: labels, in: queries, at: newest) else { return self }
        var source = self
        source.description = description.with(modelLabel: Name(label))
        return source
    }

    /// With the kind of metric that the server has, where nothing else tells it. What can't be asked stays.
    package func withKind(
        _ connect: () throws(PrometheusError) -> PrometheusClient
    ) throws(PrometheusError) -> ResolvedSource {
        guard isKindOpen else { return self }
        let isCount = description.knownMeasure.map { !$0.isLatency } ?? false
        let kind: SourceKind?
        do {
            kind = try connect().kind(of: description.bareMetric.text, counts: isCount)
        } catch {
            if case .gauge = error { throw error }
            kind = nil
        }
        var source = self
        source.description = description.with(kind: kind ?? (isCount ? .counter : .histogram))
        return source
    }

    /// What a run has to say that no run said before. A guess comes with what speaks against it.
    func news(_ evidence: UnitEvidence) -> [CollectionWarning] {
        var news: [CollectionWarning] = []
        if unitOrigin == .guess, told.unitOrigin != .guess, knownAs?.isOfTokens != true {
            let text = evidence.text(guessing: description.unit, metric: description.metric.text)
            news.append(CollectionWarning(.unitGuessed, text))
        }
        if let disagreement, told.disagreement != disagreement {
            news.append(CollectionWarning(.knownOtherwise, disagreement))
        }
        return news
    }

    /// What has been said once a run has stored its warnings.
    var toldAfterwards: SourceTold { SourceTold(unitOrigin: unitOrigin, disagreement: disagreement) }

    /// The words of matchers that may be labels.
    private static func names(in selector: String) -> [Substring] {
        selector.unicodeScalars.split {
            !($0.isASCII && ($0.properties.isAlphabetic || "0"..."9" ~= $0 || $0 == "_" || $0 == "."))
        }
        .map { Substring($0) }
    }
}

import Support

/// What all known servers that have a histogram of one name agree on. Where they differ nothing is guessed.
package struct MetricFacts: Hashable, Sendable {
    package let metric: String
    /// nil where it is no time, or servers differ.
    package let unit: LatencyUnit?
    /// Whether it counts tokens with all of them.
    package let isOfTokens: Bool
    /// The labels that name the model, of each server, the likeliest first.
    package let modelLabels: [String]
    /// The matchers that pick one quantity; nil for none, and where servers differ.
    package let selector: String?
    package let measure: Measure?
    package let isOfLanguageModels: Bool
    package let servers: [String]
    /// Those of them that have the first of the labels.
    private let advisedServers: [String]
    /// Its place in the table.
    private let place: Int

    /// nil without any metric. All must have one name; of those of one server the first counts, which others are parts of.
    init?(_ named: [KnownMetric]) {
        guard let first = named.first else { return nil }
        let metrics = named.map(\.preset).uniqued.compactMap { preset in named.first { $0.preset == preset } }
        metric = first.name
        let units = Set(metrics.map(\.quantity))
        if units.count == 1, case .time(let only) = first.quantity { unit = only } else { unit = nil }
        isOfTokens = units == [.tokens]
        modelLabels = metrics.compactMap(\.modelLabel).uniqued
        selector = Set(metrics.map(\.selector)).count == 1 ? first.selector : nil
        measure = Set(metrics.map(\.measure)).count == 1 ? first.measure : nil
        isOfLanguageModels = metrics.allSatisfy(\.isOfLanguageModels)
        servers = metrics.map(\.server).uniqued
        let label = modelLabels.first
        advisedServers = metrics.filter { $0.modelLabel == label }.map(\.server).uniqued
        place = first.place
    }

    /// Lower is likelier to be what somebody wants to collect.
    var rank: (Int, Int, Int) { (measure == .e2e ? 0 : 1, isOfLanguageModels ? 0 : 1, place) }

    /// The settings that name it and what its name doesn't tell, and whose it is. Its selector needs none, since `collect`
    /// takes it by itself; it is told.
    package var advice: Hint {
        var settings: Hint = "\(.metricName, metric)"
        if let label = modelLabels.first { settings = "\(settings) \(.modelLabel, label)" }
        if let unit, LatencyUnit(ofName: metric) != unit { settings = "\(settings) \(.unit, unit.rawValue)" }
        let part = selector.map { "; of \($0) alone" } ?? ""
        return "\(settings) (\(advisedServers.joined(separator: ", "))\(part))"
    }
}

extension [String] {
    /// Each once, where it was first.
    var uniqued: [String] {
        reduce(into: []) { found, one in
            if !found.contains(one) { found.append(one) }
        }
    }
}

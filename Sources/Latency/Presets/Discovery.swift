/// What a Prometheus has of known model servers.
package struct Discovery: Sendable {
    /// One of them: what becomes a source.
    package struct Server: Sendable {
        package let preset: Preset
        /// Others that its metrics could as well be of.
        package var others: [String] = []
        /// Whether it may be another program altogether, since only names that many have speak for it.
        package var isGeneric = false
        /// The jobs that its series are of.
        package var jobs: [String] = []
        /// What picks its series where their names don't; nil for nothing.
        package var selector: String?
        package var measures: [FoundMeasure] = []
        /// The label that names its models; nil where its series have none of those that could.
        package var modelLabel: String?
        /// The label by which its counters of requests or errors name models, where that is another one and the series of
        /// `modelLabel` have it as well: all of these can go by it, and are one model then.
        package var sharedModelLabel: String?
        /// nil where it could not be asked.
        package var models: Int?
        /// Labels that its counts may be kept by.
        package var byLabels: [String] = []
        /// What must be known about it, a sentence without its full stop each.
        package var remarks: [String] = []

        package init(preset: Preset) { self.preset = preset }

        /// The label that names its models where it is none that the preset has; nil where it needs no telling.
        package var otherModelLabel: String? {
            let usual = preset.measures.values.compactMap(\.preferred.modelLabel)
            return modelLabel.flatMap { usual.contains($0) ? nil : $0 }
        }

        /// The label of a measure whose series lack the shared one; nil for all others.
        package func ownModelLabel(of metric: KnownMetric) -> String? {
            guard sharedModelLabel != nil, let label = metric.modelLabel else { return nil }
            return [modelLabel, sharedModelLabel].contains(label) ? nil : label
        }
    }

    /// A measure of a preset.
    package struct FoundMeasure: Sendable {
        package let measure: Measure
        /// The metric to take: the first that is there; nil where none is.
        package let metric: KnownMetric?
        /// Other names of it that are there at the same time, never to be added up.
        package let twins: [String]

        package init(measure: Measure, metric: KnownMetric?, twins: [String] = []) {
            (self.measure, self.metric, self.twins) = (measure, metric, twins)
        }

        /// Whether the metric is the one that the preset takes by itself.
        package var isPreferred: Bool { metric?.use == .preferred }
    }

    package let servers: [Server]
    /// Histograms of time that no known server has, as far as the server tells of them.
    package let unknownHistograms: [String]
    /// `Prometheus 3.5.0`; nil where it does not say.
    package let product: String?
    /// What could not be found out, or is no server's in particular.
    package let remarks: [String]
    /// How many requests it took.
    package let requests: Int

    package init(
        servers: [Server], unknownHistograms: [String], product: String?, remarks: [String], requests: Int
    ) {
        (self.servers, self.unknownHistograms) = (servers, unknownHistograms)
        (self.product, self.remarks, self.requests) = (product, remarks, requests)
    }
}

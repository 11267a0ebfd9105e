import Latency

/// What is asked of a server: one metric under one name, with everything that decides which requests it counts.
package struct SourceDescription: Hashable, Sendable {
    /// The name that people gave it. Together with `metric` it identifies the source.
    package let name: Name
    /// The histogram metric without `_bucket`.
    package let metric: Name
    /// Where it was last collected from. The only attribute that may change.
    package let url: String
    /// The label matchers between the braces; empty for none.
    package let selector: Name
    /// The label that names the model.
    package let modelLabel: Name
    /// The unit of the metric's bounds and sums.
    package let unit: LatencyUnit

    package init(name: Name, metric: Name, url: String, selector: Name, modelLabel: Name, unit: LatencyUnit) {
        self.name = name
        self.metric = metric
        self.url = url
        self.selector = selector
        self.modelLabel = modelLabel
        self.unit = unit
    }
}

/// A source that an archive knows.
package struct Source: Hashable, Sendable {
    /// Its number in this archive, from 1, in the order in which sources were first seen.
    package let id: Int
    package let description: SourceDescription
    package let told: SourceTold

    package init(id: Int, description: SourceDescription, told: SourceTold = SourceTold()) {
        self.id = id
        self.description = description
        self.told = told
    }
}

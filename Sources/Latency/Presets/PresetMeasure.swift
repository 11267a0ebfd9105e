/// By which metrics a server measures something.
package struct PresetMeasure: Sendable {
    package let measure: Measure
    /// The one to take. What is said of the measure is said of it: kind, unit, labels, selector.
    package let preferred: KnownMetric
    /// The same under other names, of which a server has one or, while it is being renamed, two: the first that has samples
    /// counts, and never both.
    package let alternatives: [KnownMetric]
    /// What is near it but not the same, to be asked for by name.
    package let further: [KnownMetric]

    /// nil where none of the metrics is preferred.
    init?(_ measure: Measure, of metrics: [KnownMetric]) {
        guard let preferred = metrics.first(where: { $0.use == .preferred }) else { return nil }
        self.measure = measure
        self.preferred = preferred
        alternatives = [KnownMetric.Use.spelling, .older].flatMap { use in metrics.filter { $0.use == use } }
        further = metrics.filter { $0.use == .further }
    }

    /// The preferred one and its alternatives, in the order in which they count.
    package var metrics: [KnownMetric] { [preferred] + alternatives }
}

/// Which series of a source are read, and what tells them apart in what comes: those that differ in nothing else are added
/// up.
package struct SeriesSelection: Hashable, Sendable {
    /// nil for all models.
    package var models: Set<Name>?
    /// By label, the values that are wanted; a source without the label has the empty value there.
    package var wanted: [Name: Set<Name>]
    /// The labels whose values come, in this order.
    package var by: [Name]

    package init(models: Set<Name>? = nil, where wanted: [Name: Set<Name>] = [:], by: [Name] = []) {
        self.models = models
        self.wanted = wanted
        self.by = by
    }

    /// What comes of a series: nil where it is not wanted, else its model and the values of the labels in `by`.
    ///
    /// - Parameter labels: the names of the series' labels, in the order of its values.
    package func key(of series: SeriesKey, labels: [Name]) -> SeriesKey? {
        guard models?.contains(series.model) != false else { return nil }
        func value(of label: Name) -> Name {
            labels.firstIndex(of: label).flatMap { series.labels.indices.contains($0) ? series.labels[$0] : nil } ?? ""
        }
        guard wanted.allSatisfy({ $0.value.contains(value(of: $0.key)) }) else { return nil }
        return SeriesKey(series.model, labels: by.map(value))
    }
}

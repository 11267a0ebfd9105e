/// What the counts of a source are kept by: a model and, where the source is kept by further labels, their values.
///
/// Series of one model add up to it exactly, over any stretch of time.
package struct SeriesKey: Hashable, Comparable, Sendable {
    /// The raw value of the model label; empty where the series have none.
    package let model: Name
    /// The values of the source's labels, in the order in which it has them (see `SourceDescription.seriesLabels`); empty
    /// ones where the series lack a label, and none at all for a source without further labels.
    package let labels: [Name]

    package init(_ model: Name, labels: [Name] = []) {
        self.model = model
        self.labels = labels
    }

    package static func < (left: SeriesKey, right: SeriesKey) -> Bool {
        if left.model != right.model { return left.model < right.model }
        return left.labels.lexicographicallyPrecedes(right.labels)
    }
}

extension SeriesKey: ExpressibleByStringLiteral {
    /// A model without labels.
    package init(stringLiteral text: String) { self.init(Name(text)) }
}

/// What is asked of a server: one metric under one name, with everything that decides which requests it counts.
package struct SourceDescription: Hashable, Sendable {
    /// The name that people gave it. Together with `metric` it identifies the source.
    package let name: Name
    /// The histogram metric without `_bucket`.
    package let metric: Name
    /// Where it was last collected from.
    package let url: String
    /// The label matchers between the braces; empty for none.
    package let selector: Name
    /// The label that names the model.
    package let modelLabel: Name
    /// The unit of the metric's bounds and sums; seconds where they are no times, of which nothing is converted.
    package let unit: LatencyUnit
    /// What is measured: a raw value of `Measure`, or the metric's own name; nil where nobody said so, and the table of known
    /// metrics decides.
    package let measure: Name?
    package let kind: SourceKind
    /// The labels that its counts are kept by beside the model, at most three.
    package let labels: [Name]
    /// The label that tells classes of requests or errors; nil for none.
    package let classLabel: Name?

    /// What `labels` can't have, as answers and exports call something else so; nor can they have the model label.
    package static let reservedLabels: [Name] = ["le", "source", "class", "layout"]

    package init(
        name: Name, metric: Name, url: String, selector: Name, modelLabel: Name, unit: LatencyUnit,
        measure: Name? = nil, kind: SourceKind = .histogram, labels: [Name] = [], classLabel: Name? = nil
    ) {
        (self.name, self.metric, self.url) = (name, metric, url)
        (self.selector, self.modelLabel, self.unit) = (selector, modelLabel, unit)
        (self.measure, self.kind, self.labels, self.classLabel) = (measure, kind, labels, classLabel)
    }

    /// The same but for what is given.
    package func changed(unit: LatencyUnit? = nil, measure: Name? = nil) -> SourceDescription {
        SourceDescription(
            name: name, metric: metric, url: url, selector: selector, modelLabel: modelLabel, unit: unit ?? self.unit,
            measure: measure ?? self.measure, kind: kind, labels: labels, classLabel: classLabel)
    }

    /// Every series by itself, with all of its labels.
    package var everySeries: SeriesSelection { SeriesSelection(by: seriesLabels) }

    /// The metric as servers have it: `metric` without the selector that stands behind it where another measure of the source
    /// has the same metric.
    package var bareMetric: Name { metric.bareMetric }

    /// That selector, without the braces; nil for none.
    package var metricSelector: Name? {
        metric.brace.map { Name(metric.text[metric.text.utf8.index(after: $0)...].dropLast()) }
    }

    package var id: SourceID { SourceID(name: name, metric: metric) }

    /// The names of the labels of its series, in the order of `SeriesKey.labels`. That of classes is always `class`, whatever
    /// the server calls it.
    package var seriesLabels: [Name] { labels + (classLabel == nil ? [] : ["class"]) }
}

extension Name {
    /// Of a metric that identifies a source: see `SourceDescription.bareMetric`.
    var bareMetric: Name { Name(text[..<(brace ?? text.endIndex)]) }

    fileprivate var brace: String.Index? {
        guard utf8.last == UInt8(ascii: "}"), let brace = utf8.firstIndex(of: UInt8(ascii: "{")) else { return nil }
        return brace > utf8.startIndex ? brace : nil
    }
}

import Latency

/// A source as it is stored.
package struct StoredSource: Hashable, Sendable {
    package let id: Int
    package let name: Name
    package let metric: Name
    package let url: String
    package let selector: Name
    package let modelLabel: Name
    /// A raw value of `LatencyUnit`; damaged, anything.
    package let unit: String
    package let measure: Name?
    /// A raw value of `SourceKind`; damaged, anything.
    package let kind: String
    /// The names of its labels: see `LabelTexts`.
    package let labels: [UInt8]
    package let classLabel: Name?
    /// What was said of it: see `SourceTold`. Under no checksum.
    package let unitOrigin: String?
    package let disagreement: String?
    package let checksum: Int

    package init(
        id: Int, name: Name, metric: Name, url: String, selector: Name, modelLabel: Name, unit: String,
        measure: Name?, kind: String, labels: [UInt8], classLabel: Name?, unitOrigin: String?, disagreement: String?,
        checksum: Int
    ) {
        (self.id, self.name, self.metric, self.url, self.selector) = (id, name, metric, url, selector)
        (self.modelLabel, self.unit, self.measure, self.kind) = (modelLabel, unit, measure, kind)
        (self.labels, self.classLabel, self.unitOrigin) = (labels, classLabel, unitOrigin)
        (self.disagreement, self.checksum) = (disagreement, checksum)
    }

    init(id: Int, _ description: SourceDescription, _ told: SourceTold = SourceTold()) {
        self.init(
            id: id, name: description.name, metric: description.metric, url: description.url,
            selector: description.selector, modelLabel: description.modelLabel, unit: description.unit.rawValue,
            measure: description.measure, kind: description.kind.rawValue,
            labels: LabelTexts.encode(description.labels), classLabel: description.classLabel,
            unitOrigin: told.unitOrigin?.rawValue, disagreement: told.disagreement,
            checksum: CatalogueChecksum.source(id, description))
    }

    /// The checksum that it should have.
    package var trueChecksum: Int {
        CatalogueChecksum.source(
            id, [name.text, metric.text, url, selector.text, modelLabel.text, unit],
            CatalogueChecksum.Further(measure: measure, kind: kind, labels: labels, classLabel: classLabel))
    }
}

/// A series as it is stored.
package struct StoredSeries: Hashable, Sendable {
    package let id: Int
    package let source: Int
    /// nil for bytes that are no UTF-8, which only damage makes.
    package let model: Name?
    /// The values of its labels: see `LabelTexts`.
    package let labels: [UInt8]
    package let checksum: Int

    package init(id: Int, source: Int, model: Name?, labels: [UInt8], checksum: Int) {
        (self.id, self.source, self.model, self.labels, self.checksum) = (id, source, model, labels, checksum)
    }

    init(id: Int, source: Int, _ key: SeriesKey) {
        let labels = LabelTexts.encode(key.labels)
        self.init(
            id: id, source: source, model: key.model, labels: labels,
            checksum: CatalogueChecksum.series(id, source: source, model: key.model, labels: labels))
    }

    /// What it is; nil where that can't be read.
    var key: SeriesKey? {
        guard let model, let labels = LabelTexts.decode(labels) else { return nil }
        return SeriesKey(model, labels: labels)
    }

    /// Whether it is as it was written.
    package var isSound: Bool {
        model.map { CatalogueChecksum.series(id, source: source, model: $0, labels: labels) } == checksum
    }
}

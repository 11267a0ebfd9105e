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
    /// What was said of it: see `SourceTold`. Under no checksum.
    package let unitOrigin: String?
    package let disagreement: String?
    package let checksum: Int

    package init(
        id: Int, name: Name, metric: Name, url: String, selector: Name, modelLabel: Name, unit: String,
        unitOrigin: String?, disagreement: String?, checksum: Int
    ) {
        (self.id, self.name, self.metric, self.url, self.selector) = (id, name, metric, url, selector)
        (self.modelLabel, self.unit, self.unitOrigin) = (modelLabel, unit, unitOrigin)
        (self.disagreement, self.checksum) = (disagreement, checksum)
    }

    init(id: Int, _ description: SourceDescription, _ told: SourceTold = SourceTold()) {
        self.init(
            id: id, name: description.name, metric: description.metric, url: description.url,
            selector: description.selector, modelLabel: description.modelLabel, unit: description.unit.rawValue,
            unitOrigin: told.unitOrigin?.rawValue, disagreement: told.disagreement,
            checksum: CatalogueChecksum.source(id, description))
    }

    /// The checksum that it should have.
    package var trueChecksum: Int {
        CatalogueChecksum.source(id, [name.text, metric.text, url, selector.text, modelLabel.text, unit])
    }
}

/// A series as it is stored.
package struct StoredSeries: Hashable, Sendable {
    package let id: Int
    package let source: Int
    /// nil for bytes that are no UTF-8, which only damage makes.
    package let model: Name?
    package let checksum: Int

    package init(id: Int, source: Int, model: Name?, checksum: Int) {
        (self.id, self.source, self.model, self.checksum) = (id, source, model, checksum)
    }

    init(id: Int, source: Int, model: Name) {
        self.init(
            id: id, source: source, model: model,
            checksum: CatalogueChecksum.series(id, source: source, model: model))
    }

    /// The checksum that it should have; nil where its name can't be read.
    package var trueChecksum: Int? { model.map { CatalogueChecksum.series(id, source: source, model: $0) } }
}

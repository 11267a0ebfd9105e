import Latency

/// How another server has the metric of a measure: under another name and by another label, as where names keep their dots.
/// One server has one spelling; which one is found out before anything is collected.
package struct MetricSpelling: Hashable, Sendable {
    package var metric: Name
    package var modelLabel: String?
    package var selector: String?
    package var classLabel: Name?
    /// See `CollectionSettings.names`.
    package var names: [String]

    package init(metric: Name, modelLabel: String?, selector: String?, classLabel: Name?, names: [String]) {
        (self.metric, self.modelLabel, self.selector) = (metric, modelLabel, selector)
        (self.classLabel, self.names) = (classLabel, names)
    }
}

extension CollectionSettings {
    /// These, and the same in all other spellings, in the order in which they count.
    package var allSpellings: [CollectionSettings] {
        var plain = self
        plain.spellings = []
        return [plain]
            + spellings.map { spelling in
                var settings = plain
                settings.source = SourceID(name: source.name, metric: spelling.metric)
                (settings.modelLabel, settings.selector) = (spelling.modelLabel, spelling.selector)
                (settings.classLabel, settings.names) = (spelling.classLabel, spelling.names)
                return settings
            }
    }
}

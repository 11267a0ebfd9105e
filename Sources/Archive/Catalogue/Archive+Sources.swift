import Latency

extension Archive {
    /// All sources, in the order in which they were first seen.
    package func sources() throws(ArchiveError) -> [Source] {
        try single { () throws(ArchiveError) in
            var sources: [Source] = []
            for stored in try store.sources() { sources.append(try source(stored)) }
            if sources.isEmpty, try store.hasInventories {
                throw .damaged(path: path, reason: "its sources are gone")
            }
            return sources.sorted { $0.id < $1.id }
        }
    }

    /// The source of this name and metric, made where it is new. Another URL, and another measure, if any, are stored in
    /// place of the old ones; another selector, model label, unit or kind and other labels are refused once a window was
    /// collected, since the windows before and after would count different requests.
    package func source(_ description: SourceDescription) throws(ArchiveError) -> Source {
        // Most runs change nothing and need no write lock.
        if let known = try knownSource(description), known.description == description.following(known.description) {
            return known
        }
        var result: Source?
        try transaction(of: nil) { () throws(ArchiveError) in
            if let known = try knownSource(description) {
                try update(known, description)
            } else {
                try insert(description)
            }
            result = try knownSource(description)
        }
        guard let result else { throw .failed(path: path, reason: "the source was not stored") }
        return result
    }

    /// The stored source of this name and metric, if there is one, after a check that it may go by the description.
    package func knownSource(_ description: SourceDescription) throws(ArchiveError) -> Source? {
        let known = try source(named: description.name, metric: description.metric)
        guard let known, try hasCollected(known) else { return known }
        let stored = known.description
        for (old, new) in zip(stored.fixedAttributes, description.fixedAttributes) where old.value != new.value {
            throw .sourceDiffers(
                name: stored.name, metric: stored.metric, attribute: old.name, stored: old.value, given: new.value)
        }
        return known
    }

    /// The stored source of a name and a metric.
    package func source(named name: Name, metric: Name) throws(ArchiveError) -> Source? {
        try single { () throws(ArchiveError) in
            guard let stored = try store.source(SourceID(name: name, metric: metric)) else { return nil }
            return try source(stored)
        }
    }

    /// Writes down what was said of a source.
    package func note(_ told: SourceTold, of source: Source) throws(ArchiveError) {
        try transaction(of: source) { () throws(ArchiveError) in
            guard let stored = try store.source(source.description.id) else { return }
            try store.update(StoredSource(id: stored.id, self.source(stored).description, told))
        }
    }

    /// The models of a source that ever had a sample, by name.
    package func models(of source: Source) throws(ArchiveError) -> Read<[Name]> {
        try read { () throws(ArchiveError) in
            try refreshCatalogue(of: source)
            return Set((catalogue.series(of: source.id) ?? [:]).values.map(\.model)).sorted()
        }
    }

    /// The series of a source that ever had a sample, by model and labels.
    package func series(of source: Source) throws(ArchiveError) -> Read<[SeriesKey]> {
        try read { () throws(ArchiveError) in
            try refreshCatalogue(of: source)
            return (catalogue.series(of: source.id) ?? [:]).values.sorted()
        }
    }

    private func insert(_ description: SourceDescription) throws(ArchiveError) {
        let id = try store.nextNumber(in: .source)
        beginInventory(of: id)
        try store.add(StoredSource(id: id, description))
    }

    /// What was said of it stays.
    private func update(_ source: Source, _ description: SourceDescription) throws(ArchiveError) {
        try store.update(StoredSource(id: source.id, description.following(source.description), source.told))
    }

    private func source(_ stored: StoredSource) throws(ArchiveError) -> Source {
        guard let unit = LatencyUnit(rawValue: stored.unit) else {
            throw .damaged(path: path, reason: "source \(stored.id) has an unknown unit")
        }
        guard stored.checksum == stored.trueChecksum else {
            throw .damaged(path: path, reason: "source \(stored.id) has a wrong checksum")
        }
        guard let kind = SourceKind(rawValue: stored.kind), let labels = LabelTexts.decode(stored.labels) else {
            throw .damaged(path: path, reason: "source \(stored.id) has an unknown kind, or unreadable labels")
        }
        let description = SourceDescription(
            name: stored.name, metric: stored.metric, url: stored.url, selector: stored.selector,
            modelLabel: stored.modelLabel, unit: unit, measure: stored.measure, kind: kind, labels: labels,
            classLabel: stored.classLabel)
        let told = SourceTold(
            unitOrigin: stored.unitOrigin.flatMap(UnitOrigin.init(rawValue:)), disagreement: stored.disagreement)
        return Source(id: stored.id, description: description, told: told)
    }
}

extension SourceDescription {
    /// What may not change once a window was collected, as people read it.
    fileprivate var fixedAttributes: [(name: String, value: Name)] {
        [
            ("selector", selector), ("model label", modelLabel), ("unit", Name(unit.rawValue)),
            ("kind", Name(kind.rawValue)), ("labels", Name(labels.map(\.text).joined(separator: ", "))),
            ("class label", classLabel ?? ""),
        ]
    }

    /// With the measure that is known where none is given.
    fileprivate func following(_ known: SourceDescription) -> SourceDescription {
        measure == nil ? changed(measure: known.measure) : self
    }
}

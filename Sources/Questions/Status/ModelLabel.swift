import Latency

/// A label that the counts of a model are kept by.
package struct ModelLabel: Hashable, Sendable {
    package let name: Name
    /// Those that the model ever had, and those that were asked for.
    package let values: [Name]
    /// Those that were asked for; empty for all.
    package let chosen: Set<Name>

    package init(name: Name, values: [Name], chosen: Set<Name>) {
        (self.name, self.values, self.chosen) = (name, values, chosen)
    }

    /// In the order in which a source has them; what was asked for and no measure has comes last.
    ///
    /// - Parameter series: of each measure, its labels and the model's series, whose values begin with those of these labels.
    static func all(of series: [(labels: [Name], keys: [SeriesKey])], wanted: [Name: Set<Name>]) -> [ModelLabel] {
        var (names, values): ([Name], [Name: Set<Name>]) = ([], wanted)
        for (labels, keys) in series {
            for (place, label) in labels.enumerated() {
                if !names.contains(label) { names.append(label) }
                values[label, default: []].formUnion(keys.compactMap { $0.labels.dropFirst(place).first })
            }
        }
        names += wanted.keys.filter { !names.contains($0) }.sorted()
        return names.map { ModelLabel(name: $0, values: (values[$0] ?? []).sorted(), chosen: wanted[$0] ?? []) }
    }
}

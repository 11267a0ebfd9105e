/// What tells one source from another: its name and its metric.
package struct SourceID: Hashable, Sendable {
    package let name: Name
    package let metric: Name

    package init(name: Name, metric: Name) {
        self.name = name
        self.metric = metric
    }

    /// What `collect` takes where nothing is said.
    package static let standard = SourceID(name: Defaults.sourceName, metric: Defaults.metric)
}

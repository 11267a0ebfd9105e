/// What tells one source from another: its name and its metric.
package struct SourceID: Hashable, Sendable {
    package let name: String
    package let metric: String

    package init(name: String, metric: String) {
        self.name = name
        self.metric = metric
    }

    /// Names are bytes: two that Unicode calls equal are two sources.
    package static func == (one: SourceID, other: SourceID) -> Bool {
        one.name.utf8.elementsEqual(other.name.utf8) && one.metric.utf8.elementsEqual(other.metric.utf8)
    }

    package func hash(into hasher: inout Hasher) { for byte in "\(name)\0\(metric)".utf8 { hasher.combine(byte) } }

    /// What `collect` takes where nothing is said.
    package static let standard = SourceID(name: Defaults.sourceName, metric: Defaults.metric)
}

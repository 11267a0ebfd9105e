/// A setting as it holds, and where that comes from.
package struct EffectiveSetting: Hashable, Sendable {
    /// Who says it; of several the first here counts.
    package enum Origin: String, CaseIterable, Sendable {
        case flag, environment, file
        /// A source keeps what it was first collected with.
        case archive
        /// What is known of servers and their metrics.
        case table
        case standard = "default"
    }

    /// `sources.cluster-a.url`; entries of lists without names are counted from 1: `models.1.match`.
    package let key: String
    /// As a file would say it. Of secrets no more than where they are.
    package let value: String
    package let origin: Origin
    /// The file and line that say it, `config.yaml:3`, or the variable; nil for other origins.
    package let place: String?

    package init(key: String, value: String, origin: Origin, place: String? = nil) {
        (self.key, self.value, self.origin, self.place) = (key, value, origin, place)
    }
}

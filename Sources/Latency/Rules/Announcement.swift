/// Something that customers are told: an incident, a maintenance, or news.
package struct Announcement: Hashable, Sendable {
    /// How bad it is, mildest first. The raw values are stored in archives and shown: they never change.
    package enum Severity: String, CaseIterable, Comparable, Sendable {
        /// News; nothing is wrong.
        case info
        /// Planned work.
        case maintenance
        case minor, major, critical

        package static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }

        /// Whether something is wrong.
        package var isIncident: Bool { self >= .minor }

        private var rank: Int { Severity.allCases.firstIndex(of: self) ?? 0 }
    }

    /// What was said later.
    package struct Update: Hashable, Sendable {
        /// Seconds since 1970 UTC.
        package let at: Int
        package let text: String

        package init(at: Int, text: String) { (self.at, self.text) = (at, text) }
    }

    package let title: String
    /// nil where the title says it all.
    package let text: String?
    package let severity: Severity
    /// Seconds since 1970 UTC.
    package let start: Int
    /// Seconds since 1970 UTC; nil while nobody knows.
    package let end: Int?
    /// The models that it is about, by the names that customers read; nil for none in particular.
    package let models: ShellPattern?
    /// Oldest first.
    package let updates: [Update]

    package init(
        title: String, text: String? = nil, severity: Severity, start: Int, end: Int? = nil,
        models: ShellPattern? = nil, updates: [Update] = []
    ) {
        (self.title, self.text, self.severity) = (title, text, severity)
        (self.start, self.end, self.models) = (start, end, models)
        self.updates = updates.sorted { $0.at < $1.at }
    }

    /// Whether it goes on at a moment, in seconds since 1970 UTC.
    package func isActive(at now: Int) -> Bool { start <= now && now < end ?? .max }

    /// When it was last changed, in seconds since 1970 UTC.
    package var changed: Int { ([start] + updates.map(\.at)).max() ?? start }
}

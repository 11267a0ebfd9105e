import Latency

/// All that is known of one model in a stretch of time, to judge an objective by.
package struct Evidence: Hashable, Sendable {
    /// Below this part of its windows collected nobody can tell how the rest went.
    package static let leastCoverage = 0.8

    /// One for each source that knows the model.
    package var events: [EventCounts] = []
    /// So many requests at most may have been lost to restarts and to replicas whose past is unknown.
    package var lost = 0
    /// Windows that were collected, of those that should have been; what is excluded is in neither.
    package var collectedWindows = 0
    package var expectedWindows = 0
    package var quality = Quality.exact
    /// Whether something was left out because it is damaged in the archive.
    package var isDamaged = false

    package init() {}

    /// nil without requests.
    package var share: ShareBounds? { ShareBounds(events) }

    /// From 0 to 1; nil where nothing should have been collected.
    package var coverage: Double? {
        expectedWindows == 0 ? nil : Double(collectedWindows) / Double(expectedWindows)
    }

    /// Requests and errors, as many as there may have been.
    package var total: Int { events.map(\.total).clampedSum }
    package var errors: Int {
        events.filter { !$0.mayLackErrors }.map { $0.inside.errors.addingClamped($0.edges.errors) }.clampedSum
    }

    /// Good ones, as few and as many as there may have been.
    package var good: CountRange {
        let least = events.map { $0.lowest.map { max($0.good, 0) }.min() ?? 0 }.clampedSum
        let most = events.map { $0.highest.map(\.good).max() ?? 0 }.clampedSum
        return CountRange(low: least, high: max(least, most))
    }
}

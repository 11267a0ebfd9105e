import Archive
import Latency
import Objectives

/// What customers may know: how public models are doing, how their objectives were kept, and what was announced.
package struct PublicAnswer: Sendable {
    /// What came of an objective in one stretch of time.
    package struct Bar: Hashable, Sendable {
        package enum Outcome: String, CaseIterable, Sendable {
            case met
            case notMet = "not_met"
            case cannotTell = "cannot_tell"
            case noRequests = "no_requests"
            case noData = "no_data"
            /// Objectives leave all of it out.
            case excluded
        }

        /// Seconds since 1970 UTC: what lies after `start`, up to and including `end`.
        package let start, end: Int
        package let outcome: Outcome
        /// Between which two shares of its requests kept the limit, in millionths; nil without requests.
        package let share: ClosedRange<Int>?
        /// Whether it still goes on.
        package let isRunning: Bool
    }

    /// One objective of one model.
    package struct Promise: Hashable, Sendable {
        /// nil where no known measure is meant.
        package let measure: Measure?
        /// In milliseconds.
        package let below: Double
        package let target: Share
        package let bars: [PublicRange: [Bar]]
    }

    package struct Model: Sendable {
        package let model: PublicModel
        /// Of the newest quarter of an hour.
        package internal(set) var traffic = TrafficState.noData
        /// nil without requests, and where no bucket bound tells.
        package internal(set) var p95: Percentile?
        /// How that stands against the thresholds; nil without traffic.
        package internal(set) var verdict: LatencyVerdict?
        /// What `p95` is of; nil where no known measure is meant.
        package internal(set) var measure: Measure?
        package internal(set) var promises: [Promise] = []
        /// Its models of the archive, which nobody may see.
        var members: Set<Name> = []
        /// Of them, what `p95` is of.
        var measured: Name?
    }

    /// Seconds since 1970 UTC.
    package let now: Int
    /// The end of the newest window that was collected, in seconds since 1970 UTC; nil where none was within a day.
    package internal(set) var newest: Int?
    /// In the order of the configuration.
    package internal(set) var models: [Model]
    /// Those that begin, go on or ended within 90 days, newest first.
    package internal(set) var announcements: [PublicAnnouncement] = []
    /// What was left out because it is damaged.
    package internal(set) var damages = Damages()

    /// So old may the newest window be, in seconds.
    package static let freshSeconds = HealthReport.freshSeconds

    /// Whether what is told of now is of now.
    package var isFresh: Bool { newest.map { now - $0 <= Self.freshSeconds } ?? false }

    /// From when on another answer would be given though nothing was collected: when what is told gets stale, or an announcement begins
    /// or ends. In seconds since 1970 UTC; nil where that is not to be foreseen.
    package var changesAt: Int? {
        let boundaries = announcements.flatMap { [$0.announcement.start, $0.announcement.end].compactMap(\.self) }
        let stale = newest.map { $0 + Self.freshSeconds + 1 }
        return (boundaries + [stale].compactMap(\.self)).filter { $0 > now }.min()
    }
}

/// An announcement with what it is called in feeds.
package struct PublicAnnouncement: Hashable, Sendable {
    /// A UUID, which stays as long as where it stands does: its number in the archive, or its title and beginning in the configuration.
    package let id: String
    package let announcement: Announcement
}

import Archive
import Latency

/// A change of state that people should hear of once.
package struct Notification: Hashable, Sendable {
    package let source: SourceID
    package let subject: NoticeSubject
    package let state: Severity
    package let previous: Severity
    /// When it was found out, in seconds since 1970 UTC.
    package let time: Int
    /// What the model's p95 shows; nil for other subjects, and for a model without traffic.
    package let latency: Latency?
    /// Why collections fail, or what is known of series that are gone, for people; it may name hosts and paths.
    package let detail: String?
    /// What a rule of the configuration rests on, but for one of latencies; nil for other subjects.
    package let ruleReason: RuleReason?
    /// What it was while nothing was told; nil where it was told at once.
    package private(set) var held: Held?
    /// Whether any record that it goes by is damaged in the archive, and was left out.
    package let isDamaged: Bool

    /// The model that it is about; nil for other subjects.
    package var model: Name? { subject.model }

    /// What a model's notice rests on.
    package struct Latency: Hashable, Sendable {
        /// Of the newest judged window.
        package let p95: Percentile
        /// Whether its bracket leaves no doubt about the state; see `LatencyVerdict`.
        package let isSure: Bool
        /// Of that window.
        package let requests: Int
        /// What p95 is held against, in milliseconds: the limit that it exceeds or, where it is good again, the lowest.
        package let limit: Double?
        /// How long this has been so, in seconds: from the beginning of the first judged window to the end of the last.
        package let lasting: Int
    }

    /// What happened in quiet hours, or since the last digest.
    package struct Held: Hashable, Sendable {
        package let worst: Severity
        /// When it began, and when it changed last; seconds since 1970 UTC.
        package let since, latest: Int
        /// How often it changed.
        package let changes: Int

        package init(worst: Severity, since: Int, latest: Int, changes: Int) {
            (self.worst, self.since, self.latest, self.changes) = (worst, since, latest, changes)
        }
    }

    init(
        source: SourceID, _ subject: NoticeSubject, _ state: Severity, previous: Severity, time: Int,
        latency: Latency? = nil, detail: String? = nil, reason: RuleReason? = nil, isDamaged: Bool = false
    ) {
        self.source = source
        self.subject = subject
        self.state = state
        self.previous = previous
        self.time = time
        self.latency = latency
        self.detail = detail
        ruleReason = reason
        self.isDamaged = isDamaged
    }

    /// The same of somebody who was told nothing since.
    package func holding(_ held: Held, previous: Severity) -> Notification {
        var notice = Notification(
            source: source, subject, state, previous: previous, time: time, latency: latency, detail: detail,
            reason: ruleReason, isDamaged: isDamaged)
        notice.held = held
        return notice
    }

    /// Something that happened while nothing was told, and of which no more is known now.
    package static func past(
        of source: SourceID, _ subject: NoticeSubject, _ state: Severity, previous: Severity, time: Int, _ held: Held
    ) -> Notification {
        Notification(source: source, subject, state, previous: previous, time: time).holding(held, previous: previous)
    }

    /// One that only shows that notices arrive.
    package static func test(time: Int) -> Notification {
        Notification(
            source: SourceID(name: "test", metric: "test"), .test, .good, previous: .good, time: time)
    }
}

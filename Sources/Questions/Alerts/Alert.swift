import Archive
import Latency

/// What Alertmanager is told of something that is not good.
package struct Alert: Hashable, Sendable {
    package let source: SourceID
    package let subject: NoticeSubject
    package let state: Severity
    package let summary: String
    /// Seconds since 1970 UTC.
    package let start: Int
    /// When it is over; in the future while it lasts. Seconds since 1970 UTC.
    package let end: Int

    package init(
        source: SourceID, _ subject: NoticeSubject, _ state: Severity, summary: String, start: Int, end: Int
    ) {
        self.source = source
        self.subject = subject
        self.state = state
        self.summary = summary
        self.start = start
        self.end = end
    }
}

import Latency
import Questions
import Server

/// What a p95 is held against by `check`; notices and pages have their own beside it.
package struct ConfiguredLimits: Hashable, Sendable {
    /// Milliseconds.
    package var warning: Double?
    package var critical: Double?
    package var minimumRequests: Int?
    /// Seconds.
    package var maximumAge: Int?
    /// Whether they speak only where the requests leave no doubt.
    package var isCertain = true
}

/// How pages look.
package struct PageSettings: Hashable, Sendable {
    package var title: String?
    /// Whether all that is served is the page for customers.
    package var isPublic = false
    /// nil goes by the metric.
    package var thresholds: LatencyThresholds?
    package var frameAncestors: FrameAncestors?
    /// Where the page for customers is, for what needs whole addresses.
    package var url: String?
    /// A tag such as `en`; nil goes by what the reader's browser asks for.
    package var language: String?
    /// A file with a further language.
    package var languageFile: String?
    /// A name of the IANA database; nil is the process' own.
    package var timezone: String?
}

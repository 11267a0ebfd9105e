import Archive
import Latency
import Questions
import Support

/// What a server needs to know, and what it needs from its surroundings.
package struct ServerSettings: Sendable {
    package let address: ListeningAddress
    /// nil lets everybody in.
    package let tokens: AccessTokens?
    /// Those that let in who adds and removes marks, and nobody else; nil lets nobody.
    package var writeTokens: AccessTokens?
    package let archivePath: String
    /// What opens it.
    package let archives: any ArchiveOpener
    /// The zone that times are written in and days begin in.
    package let zone: Zone
    /// What the pages call good and what a warning.
    package let thresholds: ThresholdChoice
    /// Which pages may show these in a frame.
    package let frameAncestors: FrameAncestors
    /// Which of several sources questions mean that name none.
    package var defaultSource: Name?
    /// The heading of the pages; nil has the usual one.
    package var title: String?
    /// What is said of models: their names for people.
    package var models: [ModelRule] = []
    /// Of this program.
    package var version = ""
    /// Of the configuration.
    package var objectives: [Objective] = []
    package var exclusions: [Exclusion] = []
    package var announcements: [Announcement] = []
    /// The page for customers, in place of all else; nil serves what everybody inside may see.
    package var publicPage: PublicPage?
    /// Seconds since 1970 UTC.
    package let now: @Sendable () -> Int
    /// Whether a line is logged for every request.
    package let logsRequests: Bool
    /// Takes one line, without its end; what it holds is harmless to a terminal.
    package let log: @Sendable (String) -> Void

    /// What a question is asked with beside its parameters.
    ///
    /// - Parameter now: seconds since 1970 UTC.
    func questionContext(now: Int) -> QuestionContext {
        var context = QuestionContext(now: now, zone: zone)
        context.thresholds = thresholds
        (context.objectives, context.exclusions, context.announcements) = (objectives, exclusions, announcements)
        context.maximumPoints = HistoryRequest.mostPointsInAll
        return context
    }

    package init(
        address: ListeningAddress, tokens: AccessTokens?, archivePath: String,
        archives: any ArchiveOpener, zone: Zone, thresholds: ThresholdChoice, frameAncestors: FrameAncestors = .none,
        now: @escaping @Sendable () -> Int,
        logsRequests: Bool,
        log: @escaping @Sendable (String) -> Void
    ) {
        self.address = address
        self.tokens = tokens
        self.archivePath = archivePath
        self.archives = archives
        self.zone = zone
        self.thresholds = thresholds
        self.frameAncestors = frameAncestors
        self.now = now
        self.logsRequests = logsRequests
        self.log = log
    }
}

import Archive
import Latency
import Support

/// An answer that is a table of rows.
package protocol TabularAnswer: Sendable {
    associatedtype Rows: Sequence

    var rows: Rows { get }
    /// What JSON has behind `data` and `count`.
    var summary: [(key: StaticString, cell: Cell)] { get }
    /// Why there are no rows, where people should be told.
    var emptyReason: EmptyReason? { get }
    /// What it lacks because it is damaged in the archive.
    var damages: Damages { get }
    /// What was left out because it is damaged in the archive, and which numbers are not the true ones, one line each.
    /// They name no path.
    var warnings: [String] { get }
    /// Whether HTTP answers with 200, else 503, and the command exits with 0, else 1.
    var isFresh: Bool { get }
    /// How it is laid out where it is more than a list.
    var layout: AnswerLayout { get }
    /// What it is of, where that is not what the question is usually of.
    var measure: Name? { get }
    /// The labels that it is divided by.
    var labelNames: [Name] { get }
    /// The stretch of time that all of it is of, where that is asked for.
    var timeRange: TimeRange? { get }
    /// The columns of this answer where they depend on what it is of; nil: those of the question.
    var columns: [Column<Rows.Element>]? { get }
}

extension TabularAnswer {
    package var summary: [(key: StaticString, cell: Cell)] { [] }
    package var emptyReason: EmptyReason? { nil }
    package var warnings: [String] { damages.warnings }
    package var isFresh: Bool { true }
    package var layout: AnswerLayout { .list }
    package var measure: Name? { nil }
    package var labelNames: [Name] { [] }
    package var timeRange: TimeRange? { nil }
    package var columns: [Column<Rows.Element>]? { nil }
}

/// Answers that are more than a list of rows under their columns, in JSON or in a table: `Rendering` has the rest of each.
package enum AnswerLayout: Sendable {
    case list
    case latest(LatestAnswer)
    case history(HistoryAnswer)
    case health(HealthAnswer)
    case runs(RunsAnswer)
    case stat(StatAnswer)
    case models(ModelsAnswer)
    case slo(SloAnswer)
    case replay(ReplayAnswer)
    case compare(CompareAnswer)
    case changes(ChangesAnswer)
    case summary(SummaryAnswer)
    case suggest(SuggestAnswer)
}

/// Why an answer has nothing to show.
package enum EmptyReason: Hashable, Sendable {
    /// No window of the source was collected by then.
    case neverCollected
    /// What was asked has never seen the model; it may have one of a similar name, and others of the archive may have it.
    case unknownModel(Name, similar: Name? = nil, elsewhere: Elsewhere? = nil)
    /// No requests in the time that was asked for.
    case noTraffic
    /// There were requests, but the histogram has no finite bound that could tell how long they took.
    case noBounds
    /// There were requests, and they were as slow as ever.
    case noChange
    /// Fewer whole days than it takes to find a change: so many.
    case tooFewDays(needed: Int)
    /// An exclusion can't be read, so that nobody knows what it would be without what that leaves out.
    case damaged
    /// Of that time only whole hours are kept, and none of them ends in it.
    case cutHours
    /// Nobody recorded or configured any.
    case noExclusions
    case noAnnouncements
    case noMarks

    /// The word that answers use; nil where no rows say it all.
    package var name: String? {
        switch self {
        case .neverCollected: "never_collected"
        case .unknownModel: "unknown_model"
        case .noTraffic: "no_traffic"
        case .noBounds: "no_bounds"
        case .noChange: "no_change"
        case .tooFewDays: "too_few_days"
        case .damaged: "damaged"
        case .cutHours: "cut_hours"
        case .noExclusions, .noAnnouncements, .noMarks: nil
        }
    }

    /// Of a model that is none of those that the asked sources have; looks where else it is.
    static func unknownModel(
        _ name: Name, among known: [Name], of asked: [Source], in archive: Archive, _ damages: inout Damages
    ) throws(ArchiveError) -> EmptyReason {
        .unknownModel(
            name, similar: NameSimilarity.closest(to: name, among: known),
            elsewhere: try Elsewhere(of: name, beside: asked, in: archive, &damages))
    }
}

/// What is said of hours whose windows are no longer kept, where a stretch of time cuts them.
enum CutHours {
    static let warning =
        "only whole hours are kept of a part of that time: one that is cut is counted whole where it ends, or not at all"
}

/// What is said of counts that have no end any more: see `Histogram.isBeyondCounting`.
enum BeyondCounting {
    static func warning(_ model: Name) -> String {
        "requests of model \"\(model)\" add up to 2^63 or more: its count is the highest that can be told"
    }

    /// Of an answer with percentiles.
    static func warningOfPercentiles(_ model: Name) -> String {
        warning(model) + ", and its percentiles are not of all requests"
    }
}

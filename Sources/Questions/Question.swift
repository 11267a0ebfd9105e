import Archive
import Latency
import Support

/// Something that can be asked of an archive.
///
/// To add one, copy the folder `Runs`: what is asked (`RunsQuestion`), the answer (`RunsAnswer`), and name it in
/// `QuestionCatalogue`. Its command is one file in `metricsctl/Commands`, its line in README says what it is for.
package protocol Question: Sendable {
    associatedtype Answer: Sendable

    /// What it is called, and its command, where it has one.
    static var name: String { get }

    /// Answers from an archive, or without one as an empty archive would. Throws `RequestError` for what can't be answered
    /// as it was asked, and `ArchiveError` for what can't be read.
    func answer(from archive: Archive?) throws -> Answer
}

extension Question {
    /// As `answer(from:)`, and all that it reads is of one instant.
    package func answer(fromSnapshotOf archive: Archive?) throws -> Answer {
        guard let archive else { return try answer(from: nil) }
        return try archive.snapshot { try answer(from: archive) }
    }
}

/// A question whose answer is a table of rows, which are printed in every format: all that its command and its route need.
package protocol TabularQuestion: Question where Answer: TabularAnswer {
    /// Where HTTP answers it; nil: it is for the command line alone.
    static var route: Route? { get }
    /// Every key of its JSON, column of its CSV and column of its table, in their order.
    static var columns: [Column<Answer.Rows.Element>] { get }
    /// Whether it can be drawn on a terminal.
    static var hasPlot: Bool { get }
    /// Whether there is an answer before anything was collected, which else is an error of the command.
    static var needsNoArchive: Bool { get }

    /// Reads the parameters, as someone wrote them: refuses bad ones, archive or not.
    init(_ parameters: QueryParameters, in context: QuestionContext) throws(RequestError)
}

extension TabularQuestion {
    package static var route: Route? { nil }
    package static var hasPlot: Bool { false }
    package static var needsNoArchive: Bool { false }
}

/// What a question is asked with beside its parameters.
package struct QuestionContext: Sendable {
    /// Seconds since 1970 UTC; gives way to the parameter `at`.
    package let now: Int
    /// Where days begin.
    package let zone: Zone
    /// What calls a latency good.
    package var thresholds = ThresholdChoice(nil)
    /// Of the configuration.
    package var objectives: [Objective] = []
    /// Of the configuration; an archive may have more.
    package var exclusions: [Exclusion] = []
    /// What customers are told by the configuration; an archive may have more.
    package var announcements: [Announcement] = []
    /// For those who must limit what a history takes; nil takes any number.
    package var maximumPoints: Int?

    /// Which rules are asked when they would have spoken, for those who ask that.
    package var replay: ReplayRequest?

    package init(now: Int, zone: Zone) { (self.now, self.zone) = (now, zone) }

    /// Those of the configuration and those that an archive keeps.
    func exclusions(and archive: Archive, _ damages: inout Damages) throws(ArchiveError) -> [Exclusion] {
        try knownExclusions(and: archive, &damages).exclusions
    }

    /// The same, and whether there are more that can't be read: nobody knows what those leave out.
    func knownExclusions(
        and archive: Archive, _ damages: inout Damages
    ) throws(ArchiveError) -> (exclusions: [Exclusion], areDamaged: Bool) {
        let kept = try archive.exclusions()
        return (exclusions + damages.take(kept).map(\.record.exclusion), !kept.damages.isEmpty)
    }
}

/// Where HTTP answers a question, and how.
package struct Route: Sendable {
    /// How much of the archive an answer needs: those who ask for little never wait behind those who ask for much.
    package enum Reads: Sendable {
        /// The newest windows.
        case newest
        /// A day of all models.
        case day
        /// As far back as is asked for, of one model or of all.
        case years
    }

    /// As it is written in links.
    package let path: String
    /// The query parameters that the answer depends on; any other is refused.
    package let parameters: Set<String>
    /// Those of them that may be given several times.
    package let repeatable: Set<String>
    /// Whether an answer is kept until someone commits to the archive or a five-minute boundary passes.
    package let isKept: Bool
    package let reads: Reads

    init(
        _ path: String, parameters: Set<String>, repeatable: Set<String> = [], isKept: Bool = true,
        reads: Reads = .newest
    ) {
        self.path = path
        self.parameters = parameters.union(repeatable)
        self.repeatable = repeatable
        self.isKept = isKept
        self.reads = reads
    }

    /// What every question takes that answers in all formats.
    package static let usualParameters: Set = ["source", "metric_name", "at", "format"]
}

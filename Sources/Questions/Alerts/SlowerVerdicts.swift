import Archive
import Latency
import Statistics
import Support

/// Which models were slower on the last local day that is over. Between the ends of days the verdict stands, however often it is
/// asked for: it is kept, and the comparison made once a day.
struct SlowerVerdicts {
    /// The end of that day, in seconds since 1970 UTC.
    let blockEnd: Int
    /// Whether it was judged just now.
    let isNew: Bool
    /// `warning` is slower, `good` not any more.
    private(set) var models: [Name: Severity] = [:]
    /// Of those that were judged just now.
    private(set) var p95Changes: [Name: ChangeInterval] = [:]
    private var since: [Name: Int] = [:]
    private let rule: NoticeRule

    /// Late scrapes and slow remote writes of a day have arrived by then, in seconds.
    static let lateness = 1800

    /// Under which archives keep the verdicts of a rule. Its `collection` is the day that was judged last.
    static func target(of rule: NoticeRule) -> String { "rule \(rule.name)" }

    /// - Parameter known: what was kept under `target`.
    init(
        _ condition: SlowerRule, _ rule: NoticeRule, of source: Source, _ measure: Name, in archive: Archive,
        known: [ToldState], now: Int, zone: Zone, _ damages: inout Damages
    ) throws(ArchiveError) {
        self.rule = rule
        blockEnd = Self.lastMidnight(before: now - Self.lateness, in: zone)
        for told in known { if let model = told.subject.model { since[model] = told.since } }
        let last = known.first { $0.subject == .collection }?.since
        isNew = last != blockEnd
        guard isNew else {
            models = since.mapValues { _ in .warning }
            return
        }
        let start = Self.lastMidnight(before: blockEnd - 1, in: zone)
        let request = CompareRequest(later: start...blockEnd, against: condition.baseline)
        for entry in try Self.compared(request, source, measure, archive, zone, &damages)
        where rule.models.matches(entry.key.model) {
            add(entry.comparison, of: entry.key.model, condition)
        }
    }

    private static func lastMidnight(before time: Int, in zone: Zone) -> Int {
        TimeOfDay("00:00")?.last(before: time, in: zone) ?? time
    }

    private mutating func add(_ comparison: Comparison, of model: Name, _ condition: SlowerRule) {
        switch comparison.verdict {
        case .slower:
            models[model] = .warning
            p95Changes[model] = comparison.p95Change
            since[model] = since[model] ?? blockEnd
        case .same, .faster: models[model] = .good
        case .cannotTell:
            // What was slower stays so until it is what the baseline was like, too.
            let days = condition.baseline == .lastWeek ? 7 : ComparedStretches.days
            guard let first = since[model] else { return }
            models[model] = blockEnd - first < days * 86_400 ? .warning : .good
        }
    }

    private static func compared(
        _ request: CompareRequest, _ source: Source, _ measure: Name, _ archive: Archive, _ zone: Zone,
        _ damages: inout Damages
    ) throws(ArchiveError) -> [CompareAnswer.Entry] {
        do {
            let scope = try QuestionScope(QueryParameters(), now: request.later.upperBound)
            let measures = SourceMeasures(try archive.sources())
            let resolved = try ResolvedScope(scope, measure, [source], measures, archive, &damages)
            let surroundings = CompareReport.Surroundings(
                parameters: QueryParameters(), zone: zone, exclusions: [], lacksExclusions: false)
            let report = try CompareReport(
                resolved, request, surroundings, archive, &damages, method: .everyBlock(ofDays: request.days))
            return report?.entries ?? []
        } catch let error as ArchiveError {
            throw error
        } catch {
            // Nothing that could not be asked: the names are the archive's own.
            return []
        }
    }

    /// What is to be kept in place of what was.
    func changes(since known: [ToldState]) -> [ToldState] {
        let gone = known.filter { told in told.subject.model.map { models[$0] != .warning } ?? false }
        return [ToldState(.collection, .critical, since: blockEnd)]
            + gone.map { ToldState($0.subject, .good, since: blockEnd) }
            + models.filter { $0.value == .warning }.map { model, state in
                ToldState(.rule(rule.name, model: model), state, since: since[model] ?? blockEnd)
            }
    }
}

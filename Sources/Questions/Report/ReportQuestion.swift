import Archive
import Latency
import Objectives
import Support

/// A stretch of time as one document: objectives, percentiles, charts, marks, exclusions, and a hash of the counts that it rests on.
package struct ReportQuestion: Question {
    package static let name = "report"

    private let title: String
    private let range: TimeRange
    private let slo: SloQuestion?
    private let context: QuestionContext
    private let now: Int

    /// The range is the last month where none is said.
    package init(_ parameters: QueryParameters, in context: QuestionContext) throws(RequestError) {
        var parameters = parameters
        let isSaid = ["hours", "from", "to", "period"].contains { parameters[$0] != nil }
        if !isSaid { parameters["period"] = "last-month" }
        now = try parameters.moment(now: context.now)
        range = try TimeRange(parameters, now: now, zone: context.zone, usualHours: 720)
        title = parameters["period"] ?? ""
        slo = context.objectives.isEmpty ? nil : try SloQuestion(parameters, in: context)
        self.context = context
    }

    package func answer(from archive: Archive?) throws -> ReportAnswer {
        var damages = Damages()
        let configured = context.exclusions.map { ExclusionsAnswer.Row($0) }
        let recorded = try archive.map { damages.take(try $0.exclusions()).map { ExclusionsAnswer.Row($0) } } ?? []
        let exclusions = (configured + recorded).filter {
            $0.exclusion.from < range.end && range.start < $0.exclusion.to
        }
        var answer = ReportAnswer(
            title: title, range: range,
            basis: try basis(of: archive, exclusions.map(\.exclusion), &damages))
        answer.exclusions = exclusions
        if let slo {
            answer.slo = try slo.answer(from: archive)
            damages.add(answer.slo.damages)
        }
        if let archive {
            answer.marks = damages.take(try archive.marks()).filter { range.start < $0.at && $0.at <= range.end }
            try addMeasures(of: archive, to: &answer, &damages)
        }
        answer.damages = damages
        return answer
    }

    private func basis(
        of archive: Archive?, _ exclusions: [Exclusion], _ damages: inout Damages
    ) throws -> ReportBasis {
        let sources = try archive?.sources() ?? []
        let measures = SourceMeasures(sources)
        var digests: [CountDigest] = []
        // What comes later in that hour is none of the report's.
        let isOpen = range.end % 3600 != 0 && now < range.end / 3600 * 3600 + 3600
        for source in sources.sorted(by: Self.isOrdered) {
            guard let archive else { break }
            digests.append(
                try CountDigest(
                    of: source, measure: measures.measure(of: source), from: range.start, to: range.end, isOpen: isOpen,
                    in: archive, &damages))
        }
        return ReportBasis(
            start: range.start, end: range.end, isOpen: isOpen, exclusions: ReportBasis.digest(of: exclusions),
            digests: digests)
    }

    private static func isOrdered(_ left: Source, _ right: Source) -> Bool {
        (left.description.name, left.description.metric) < (right.description.name, right.description.metric)
    }

    // MARK: Percentiles and charts

    private func addMeasures(of archive: Archive, to answer: inout ReportAnswer, _ damages: inout Damages) throws {
        let sources = try archive.sources().filter { $0.description.kind == .histogram }.sorted(by: Self.isOrdered)
        let measures = SourceMeasures(try archive.sources())
        var seen: Set<Name> = []
        for source in sources {
            let measure = measures.measure(of: source)
            if Measure(rawValue: measure.text)?.isLatency == false { continue }
            if seen.insert(measure).inserted {
                let scope = try QuestionScope(QueryParameters(["measure": measure]), now: now)
                let resolved = try ResolvedScope(scope, in: archive, &damages)
                let totals = try RangeTotals(
                    of: resolved, in: range.windows, excluding: answer.exclusions.map(\.exclusion), from: archive,
                    &damages)
                if totals.wasCollected { answer.wasCollected = true }
                answer.rows += totals.totals.map { total in
                    ReportAnswer.Row(
                        measure: measure, model: total.key.model, requests: total.histogram.requests,
                        percentiles: Percentiles(of: total.histogram, unit: totals.unit),
                        coverage: total.coverage.map { Int(($0 * 1e6).rounded(.down)) }, quality: total.quality)
                }
            }
            let history = try HistoryReport.answer(
                archive: archive, source: source, model: nil, request: try request(), zone: context.zone)
            damages.add(history.damages)
            guard !history.models.isEmpty else { continue }
            answer.charts.append(
                ReportAnswer.Chart(source: source.description.id, measure: measure, history: history))
        }
    }

    /// Some 100 to 400 points a model.
    private func request() throws(RequestError) -> HistoryRequest {
        let step = range.hours <= 48 ? "15m" : range.hours <= 200 ? "1h" : range.hours <= 800 ? "6h" : "1d"
        return try HistoryRequest(
            parameters: QueryParameters(hours: "\(max(range.hours, 1))", step: step), now: range.end, zone: context.zone
        )
    }
}

import Archive
import Latency

/// How each model is doing now: the p95 of its newest quarter of an hour, of all its models and servers together.
struct PublicStates {
    let question: PublicQuestion
    let sources: ObjectiveSources
    let scope: QuestionScope

    func add(to answer: inout PublicAnswer, in archive: Archive, _ damages: inout Damages) throws {
        let all = try archive.sources()
        let measures = SourceMeasures(all)
        // A model is judged by what is promised of it first, else by the usual measure.
        var places: [Name: [Int]] = [:]
        for place in answer.models.indices {
            let first = answer.models[place].promises.first?.measure.map { Name($0.rawValue) }
            if let measure = first ?? sources.usualMeasure { places[measure, default: []].append(place) }
        }
        for (measure, places) in places {
            let own = sources.measuring(measure).map(\.latency)
            let resolved = try ResolvedScope(scope, measure, own, measures, archive, &damages)
            var members: [Int: Set<Name>] = [:]
            for model in resolved.knownModels {
                if let place = question.models.place(of: model) { members[place, default: []].insert(model) }
            }
            let totals = try newestTotals(of: resolved, answer, archive, &damages)
            for place in places {
                answer.models[place].members = members[place] ?? []
                (answer.models[place].measured, answer.models[place].measure) = (
                    measure, Measure(rawValue: measure.text)
                )
                judge(&answer.models[place], totals, metric: own.first?.description.metric ?? "")
            }
        }
    }

    /// nil where nothing fresh is known.
    private func newestTotals(
        of resolved: ResolvedScope, _ answer: PublicAnswer, _ archive: Archive, _ damages: inout Damages
    ) throws(ArchiveError) -> RangeTotals? {
        guard answer.isFresh, let newest = answer.newest.map({ Window(endedAt: $0) }) else { return nil }
        let windows = newest.advanced(by: 1 - NewestWindows.count)...newest
        return try RangeTotals(of: resolved, in: windows, from: archive, &damages)
    }

    private func judge(_ model: inout PublicAnswer.Model, _ totals: RangeTotals?, metric: Name) {
        guard let totals, let measure = model.measured else { return }
        let own = totals.totals.filter { model.members.contains($0.key.model) }
        guard let first = own.first else { return }
        var histogram = Histogram()
        for total in own { histogram.merge(total.histogram) }
        guard histogram.requests > 0 else {
            model.traffic = .noTraffic
            return
        }
        model.traffic = .traffic
        model.p95 = Percentiles(of: histogram, unit: totals.unit).p95
        model.verdict = question.context.thresholds
            .thresholds(for: measure, metric: metric, of: first.key.model).verdict(of: model.p95)
    }
}

import Latency
import Questions
import Rendering

extension Resource {
    /// One model over time, as a picture for other pages.
    static let chart = Resource(
        "/chart.svg", parameters: ["model_name", "hours", "step", "source", "metric_name", "measure", "at"],
        repeatable: ["where"], isTranslated: true, keeping: .untilNewData, reads: .years
    ) { visit in
        let answer = try visit.pictured()
        let chart = StandaloneChart(
            answer: answer, settings: visit.pageSettings(of: answer.source, answer.measure), language: visit.language,
            measure: visit.measure)
        return Content(type: Content.svg, text: chart.markup.text, policy: chartPolicy)
    }

    /// One model's state, or an objective's, for other pages.
    static let badge = Resource(
        "/badge.svg", parameters: ["model_name", "source", "metric_name", "measure", "objective", "at"],
        repeatable: ["where"],
        isTranslated: true, keeping: .untilNewData, reads: .day
    ) { visit in
        if let objective = visit.wish.values["objective"]?.first { return try visit.badge(of: objective) }
        let answer = try visit.pictured(hours: "1")
        let settings = visit.pageSettings(of: answer.source, answer.measure)
        let badge = Badge(
            status: answer.status, isStale: !answer.health.isFresh, isDamaged: !answer.damages.isEmpty,
            thresholds: settings.thresholds(of: answer.status.model), language: visit.language,
            measure: visit.measure, displayName: settings.displayName(of: answer.status.model))
        return Content(
            type: Content.svg, text: badge.markup.text, changesAt: answer.health.bannerChanges(after: visit.now))
    }

    /// A picture has its style inside, which is named by its SHA-256 so that no other is let in.
    private static let chartPolicy = "default-src 'none'; style-src '\(PageResource.chartStyleHash)'"
}

extension RequestContext {
    /// How an objective of the configuration is kept, by all models or by the one that is asked for.
    fileprivate func badge(of objective: Name) throws -> Content {
        for other in ["source", "metric_name", "measure", "where"] where self[other] != nil {
            throw RequestError.objectives(.objectiveAlone(other))
        }
        let known = settings.objectives.map(\.name)
        guard known.contains(objective) else {
            throw RequestError.objectives(.unknownObjective(objective, known: known))
        }
        let (model, page) = (parameters.model, pageSettings(of: nil, nil))
        let answer = try keptObjectives() ?? SloAnswer()
        let entries = answer.entries.filter { entry in
            entry.objective == objective && (model.map { $0 == entry.model } ?? true)
        }
        let health = try HealthQuestion(QueryParameters(at: parameters.at), in: context).answer(
            from: archive, active: [:])
        let badge = ObjectiveBadge(
            objective: objective, model: model, entries: entries, isStale: !health.isFresh,
            isDamaged: !answer.damages.isEmpty, language: language, displayName: model.flatMap(page.displayName))
        return Content(type: Content.svg, text: badge.markup.text, changesAt: health.bannerChanges(after: now))
    }

    /// What was asked for.
    fileprivate var measure: Name? { wish.values["measure"]?.first }

    fileprivate func pictured(hours: String? = nil) throws -> ModelAnswer {
        var parameters = parameters
        guard parameters.model != nil else { throw RequestError.noModel(parameter: "model_name") }
        parameters.hours = hours ?? parameters.hours
        return try ModelQuestion(parameters, in: context).answer(from: archive)
    }
}

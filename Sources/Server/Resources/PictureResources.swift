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

    /// One model's state, for other pages.
    static let badge = Resource(
        "/badge.svg", parameters: ["model_name", "source", "metric_name", "measure", "at"], repeatable: ["where"],
        isTranslated: true, keeping: .untilNewData, reads: .day
    ) { visit in
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
    /// What was asked for.
    fileprivate var measure: Name? { wish.values["measure"]?.first }

    fileprivate func pictured(hours: String? = nil) throws -> ModelAnswer {
        var parameters = parameters
        guard parameters.model != nil else { throw RequestError.noModel(parameter: "model_name") }
        parameters.hours = hours ?? parameters.hours
        return try ModelQuestion(parameters, in: context).answer(from: archive)
    }
}

import Questions
import Rendering

extension Resource {
    /// One model over time, as a picture for other pages.
    static let chart = Resource(
        "/chart.svg", parameters: ["model_name", "hours", "step", "source", "metric_name", "at"], isTranslated: true,
        keeping: .untilNewData, reads: .years
    ) { visit in
        let answer = try visit.pictured()
        let chart = StandaloneChart(
            answer: answer, settings: visit.pageSettings(of: answer.source), language: visit.language)
        return Content(type: Content.svg, text: chart.markup.text, policy: chartPolicy)
    }

    /// One model's state, for other pages.
    static let badge = Resource(
        "/badge.svg", parameters: ["model_name", "source", "metric_name", "at"], isTranslated: true,
        keeping: .untilNewData, reads: .day
    ) { visit in
        let answer = try visit.pictured(hours: "1")
        let badge = Badge(
            status: answer.status, isStale: !answer.health.isFresh, isDamaged: !answer.damages.isEmpty,
            thresholds: visit.settings.thresholds.thresholds(for: answer.source?.metric), language: visit.language)
        return Content(
            type: Content.svg, text: badge.markup.text, changesAt: answer.health.bannerChanges(after: visit.now))
    }

    /// A picture has its style inside, which is named by its SHA-256 so that no other is let in.
    private static let chartPolicy = "default-src 'none'; style-src '\(PageResource.chartStyleHash)'"
}

extension RequestContext {
    fileprivate func pictured(hours: String? = nil) throws -> ModelAnswer {
        var parameters = parameters
        if parameters.model == nil { throw RequestError.noModel(parameter: "model_name") }
        parameters.hours = hours ?? parameters.hours
        return try ModelQuestion(parameters, in: context).answer(from: archive)
    }
}

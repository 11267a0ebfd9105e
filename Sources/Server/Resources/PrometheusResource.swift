import Questions
import Rendering

extension Resource {
    /// Its own health and the newest percentiles for Prometheus to scrape.
    static let prometheus = Resource("/metrics", keeping: .never) { visit in
        let models = try ModelsReport.answer(from: visit.archive, parameters: QueryParameters(), now: visit.now)
        let health = try HealthReport.answer(
            from: visit.archive, parameters: QueryParameters(), now: visit.now, active: models.active)
        return Content(type: PrometheusText.contentType, text: PrometheusText.text(health: health, models: models))
    }
}

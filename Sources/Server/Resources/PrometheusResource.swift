import Questions
import Rendering

extension Resource {
    /// Its own health and the newest percentiles for Prometheus to scrape.
    static let prometheus = Resource("/metrics", keeping: .never, reads: .day) { visit in
        let models = try ModelsQuestion(QueryParameters(), in: visit.context, ofEveryMetric: true).answer(
            from: visit.archive)
        let health = try HealthQuestion(QueryParameters(), in: visit.context).answer(
            from: visit.archive, active: models.active)
        let sources = try visit.archive?.sources() ?? []
        let named = SourceMeasures(sources)
        let measures = sources.map { (source: $0.description.id, measure: named.measure(of: $0)) }
        return Content(
            type: PrometheusText.contentType,
            text: PrometheusText.text(
                health: health, models: models, measures: measures, objectives: try visit.keptObjectives()))
    }
}

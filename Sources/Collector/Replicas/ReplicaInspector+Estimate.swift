import Latency
import Prometheus

extension ReplicaInspector {
    /// What the server makes of models whose samples it does not hand out: see `HistogramQueries.estimate`. Where it
    /// refuses that as well, or can't tell it, the models are refused.
    ///
    /// - Parameter refusal: what it said when it was asked for samples.
    func estimates(
        of models: [SeriesKey], in window: Window, insteadOf refusal: PrometheusError
    ) throws(PrometheusError) -> [Finding] {
        let (answer, layouts): ([Series], [Series])
        do {
            let labels = queries.layoutLabels
            answer = try client.evaluate(
                queries.estimate(of: models), at: window...window,
                labels: labels.union([HistogramQueries.estimateLabel]))
            layouts = try client.evaluate(
                queries.layouts(of: models), at: window.advanced(by: -1)...window, labels: labels)
        } catch {
            guard error.isRefusal else { throw error }
            return models.map { Finding(model: $0, result: .failure(.init(reason: Self.reason(error)))) }
        }
        let counts = ReplicasPerBucket(layouts, of: queries.selector)
        let series = Dictionary(grouping: answer) { queries.selector.key(of: $0.labels) }
        return models.map { model in
            let result: Result<ModelWindow, CumulativeBuckets.Refusal>
            do throws(CumulativeBuckets.Refusal) {
                // Added up by the server, different bounds give nonsense; native histograms are not in the estimate.
                guard let own = series[model], !counts.isMixed(model, in: window) else {
                    throw .init(reason: Self.reason(refusal))
                }
                result = .success(try estimate(of: model, own))
            } catch { result = .failure(error) }
            return Finding(model: model, result: result, reasonForEstimate: Self.reason(refusal))
        }
    }

    private func estimate(of model: SeriesKey, _ series: [Series]) throws(CumulativeBuckets.Refusal) -> ModelWindow {
        var increment = CumulativeBuckets()
        for one in series { try increment.add(one.samples.last?.value ?? .nan, of: one) }
        let isUnvouched = series.contains {
            $0.labels[HistogramQueries.estimateLabel] == HistogramQueries.isUnvouched
        }
        return ModelWindow(
            series: model, quality: isUnvouched ? .partial : .reset, histogram: try increment.histogram(unit))
    }

    /// Follows a model's name in a warning.
    private static func reason(_ error: PrometheusError) -> String {
        error.isTooMuch ? "has more samples than the server hands out" : "could not be looked at: \(error.message)"
    }
}

import Latency

/// What metrics a server has.
extension PrometheusClient {
    /// Returns if the server knows the metric under one of its names, with or without series at present; else throws.
    ///
    /// - Parameter window: as of `requireHistogram`.
    package func requireMetric(_ selector: MetricSelector, at window: Window) throws(PrometheusError) {
        guard selector.isHistogram else { return try requireCounter(selector, at: window) }
        for older in selector.names.dropFirst() {
            do throws(PrometheusError) {
                return try requireHistogram(named: older.metric, at: window)
            } catch {
                guard error.isUnknownMetric else { throw error }
            }
        }
        try requireHistogram(named: selector.metric, at: window)
    }

    /// Those of some metrics that the server has, or had once: one question, where it lists its names.
    ///
    /// - Parameter window: as of `requireHistogram`.
    package func known(_ selectors: [MetricSelector], at window: Window) throws(PrometheusError) -> [MetricSelector] {
        let all = selectors.flatMap { $0.names.flatMap { [$0.counts, $0.native].compactMap(\.self) } }
        if let listed = try names(matching: ["{\(MetricSelector.nameMatcher(Set(all).sorted()))}"]) {
            let found = Set(listed)
            return selectors.filter {
                $0.names.contains { found.contains($0.counts) || $0.native.map(found.contains) == true }
            }
        }
        var known: [MetricSelector] = []
        for selector in selectors {
            do throws(PrometheusError) {
                try requireMetric(selector, at: window)
                known.append(selector)
            } catch {
                guard error.isUnknownMetric else { throw error }
            }
        }
        return known
    }

    private func requireCounter(_ selector: MetricSelector, at window: Window) throws(PrometheusError) {
        let counters = selector.names.map { "{__name__=\(PromQL.quoted($0.counts))}" }
        if let found = try names(matching: counters) {
            if !found.isEmpty { return }
        } else {
            for counter in counters where try has("count(last_over_time(\(counter)[7d]))", at: window) { return }
        }
        throw .unknownCounter(server: server.text, metric: selector.names[0].counts)
    }

    /// Returns if the server knows the histogram, with or without series at present; else throws what it has instead.
    ///
    /// - Parameter window: what the server doesn't list is looked for in the week before its end.
    package func requireHistogram(named metric: String, at window: Window) throws(PrometheusError) {
        guard let buckets = try names(matching: [#"{__name__=~".+_bucket"}"#]) else {
            return try requireRecentHistogram(named: metric, at: window)
        }
        guard !buckets.contains(metric + "_bucket") else { return }
        let histograms = buckets.map { String($0.dropLast("_bucket".count)) }.sorted()
        let parts = [metric, metric + "_count", metric + "_sum"]
        let others = try names(matching: parts.map { "{__name__=\(PromQL.quoted($0))}" }) ?? []
        if others.contains(metric), try has(HistogramQueries.recentNative(metric), at: window) { return }
        if others.isEmpty { throw .unknownMetric(server: server.text, metric: metric, histograms: histograms) }
        throw .noHistogram(server: server.text, metric: metric, histograms: histograms)
    }

    /// For servers that list no names: a proxy may let through the queries alone, and Google's managed Prometheus takes no
    /// pattern.
    private func requireRecentHistogram(named metric: String, at window: Window) throws(PrometheusError) {
        for query in [HistogramQueries.recentBuckets(metric), HistogramQueries.recentNative(metric)] {
            if try has(query, at: window) { return }
        }
        throw .noRecentMetric(server: server.text, metric: metric)
    }

    /// Whether an expression has a value. A server that refuses it does not know what it is about, such as native
    /// histograms.
    private func has(_ expression: String, at window: Window) throws(PrometheusError) -> Bool {
        do {
            return try !evaluate(expression, at: window...window).isEmpty
        } catch .rejected {
            return false
        }
    }

    /// The names of metrics; nil where the server does not list them.
    private func names(matching selectors: [String]) throws(PrometheusError) -> [String]? {
        let form = selectors.map { (name: "match[]", value: $0) } + Dialects.parameters
        let body: [UInt8]
        do {
            body = try send(.get, "api/v1/label/__name__/values", form)
        } catch {
            switch error {
            case .notFound, .unauthorized, .rejected, .unexpectedStatus, .tooLongForGet: return nil
            default: throw error
            }
        }
        do { return try ResponseDecoder.decodeStrings(body) } catch { throw unusable(error) }
    }
}

import Archive
import Latency

/// How one model did lately, held against limits.
package struct Evaluation: Hashable, Sendable {
    /// What the windows of the time in question tell.
    package enum State: Hashable, Sendable {
        /// From the best to the worst severity of those windows that have enough requests: a severity has lasted for the
        /// whole time where the best is no better.
        case judged(ClosedRange<Severity>)
        /// There were requests, but in no window enough of them.
        case fewRequests
        /// There were samples, and no requests.
        case noTraffic
        /// There were no samples: its replicas are gone, down, or not scraped.
        case noData
    }

    package let model: Name
    package let state: State
    /// Of the newest window with enough requests; nil without one, and where its histogram has no finite bound.
    package let p95: Percentile?
    /// Whether the bracket of that p95 leaves no doubt about its severity; nil where nothing was judged.
    package let isSure: Bool?
    /// Requests of that window; without one, of all windows of the time.
    package let requests: Int
    /// From the beginning of the first judged window to the end of the last, in seconds; 0 without one.
    package var judgedSeconds = 0
    /// What is missing for the limit that the p95 exceeds to be surely exceeded, where a rule asks for that; nil where nothing is.
    package var doubt: LimitDoubt?
}

/// What is asked of models' latest windows.
package struct EvaluationRule: Hashable, Sendable {
    package let limits: LatencyThresholds
    /// A window with fewer requests is not judged; at least 1.
    package let minimumRequests: Int
    /// So many windows back from the newest collected one; at least 1.
    package let windows: Int
    /// Whether a limit counts as exceeded only where the requests leave no doubt of it: see `ExcessEvidence`.
    package let isCertain: Bool

    /// `seconds` is rounded up to whole windows.
    package init(limits: LatencyThresholds, minimumRequests: Int, seconds: Int, isCertain: Bool = false) {
        self.limits = limits
        self.minimumRequests = max(1, minimumRequests)
        windows = max(1, (seconds + Window.seconds - 1) / Window.seconds)
        self.isCertain = isCertain
    }

    /// What a model had in a window.
    package typealias Value = (window: Window, value: ModelWindow)

    /// So many windows are looked at.
    package var lookBack: Int { isCertain ? max(windows, Self.evidenceWindows) : windows }

    /// The conditions of models in the windows up to `newest`, in the order of their names.
    ///
    /// A window that was not collected says nothing.
    ///
    /// - Parameter own: the limits of a model; nil: `limits`, for all.
    func conditions(
        of models: Set<Name>, source: Source, archive: Archive, newest: Window,
        own: ((Name) -> LatencyThresholds)? = nil, _ damages: inout Damages
    ) throws(ArchiveError) -> [Evaluation] {
        var values: [Name: [Value]] = [:]
        let range = newest.advanced(by: 1 - lookBack)...newest
        let left = try archive.forEachWindow(
            of: source, in: range, newestFirst: true, selection: SeriesSelection(models: models)
        ) {
            collected in
            for value in collected.models { values[value.model, default: []].append((collected.window, value)) }
            return true
        }
        damages.add(left)
        return models.sorted().map { model in
            condition(
                of: model, values[model] ?? [], newest: newest, limits: own?(model) ?? limits,
                unit: source.description.unit)
        }
    }

    /// - Parameter values: of the last `lookBack` windows up to `newest`, oldest first.
    package func condition(
        of model: Name, oldestFirst values: ArraySlice<Value>, newest: Window, limits: LatencyThresholds,
        unit: LatencyUnit
    ) -> Evaluation {
        condition(of: model, values.reversed(), newest: newest, limits: limits, unit: unit)
    }

    /// - Parameter values: of the last `lookBack` windows up to `newest`, newest first.
    private func condition(
        of model: Name, _ values: some BidirectionalCollection<Value>, newest: Window, limits: LatencyThresholds,
        unit: LatencyUnit
    ) -> Evaluation {
        if isCertain { return certainCondition(of: model, values, newest: newest, limits: limits, unit: unit) }
        let judged = values.filter { $0.value.histogram.requests >= minimumRequests }.map { window, value in
            let p95 = Percentiles(of: value.histogram, unit: unit).p95
            return (window: window, p95: p95, verdict: limits.verdict(of: p95), requests: value.histogram.requests)
        }
        let severities = judged.map(\.verdict.severity)
        let requests = values.lazy.map(\.value.histogram.requests).clampedSum
        let state: Evaluation.State =
            if let best = severities.min(), let worst = severities.max() {
                .judged(best...worst)
            } else if requests > 0 { .fewRequests } else { values.isEmpty ? .noData : .noTraffic }
        let seconds =
            if let newest = judged.first, let oldest = judged.last {
                newest.window.end - oldest.window.end + Window.seconds
            } else { 0 }
        return Evaluation(
            model: model, state: state, p95: judged.first?.p95, isSure: judged.first?.verdict.isSure,
            requests: judged.first?.requests ?? requests, judgedSeconds: seconds)
    }
}

import Latency
import Objectives
import Statistics

/// Why it is not certain that a limit is exceeded, though the p95 is above it.
package struct LimitDoubt: Hashable, Sendable {
    /// In milliseconds.
    package let limit: Double
    /// Of the windows that the p95 is of.
    package let requests: Int
    /// How many of them surely took longer.
    package let slower: Int
    /// So many more requests that are as these would make it certain; nil where they never would, mostly since the limit lies
    /// inside a bucket.
    package let needed: Int?
}

/// Rules that speak only where the requests leave no doubt.
///
/// A limit is found exceeded where evidence says that more than 5 % of requests took longer, which by chance it does in at most one of
/// 100 months of a model (`ExcessEvidence`), and where the p95 of the newest windows is above it: at least so many as the rule asks
/// for, and more until they have 60 requests, since fewer tell little of a p95. It is over where that p95 no longer is.
extension EvaluationRule {
    /// How far evidence goes back: a day. A fault that a day does not show is none for a rule about now, and to begin later never makes
    /// the evidence greater.
    static let evidenceWindows = UTCDay.windows
    /// What a limit on p95 allows.
    private static let allowed = 0.05
    /// Of so many requests without a slow one it is said that at most 5 % are slow, with a confidence of 95 % (the rule of three).
    private static let requestsToJudge = 60

    func certainCondition(
        of model: Name, _ values: some BidirectionalCollection<Value>, newest: Window, limits: LatencyThresholds,
        unit: LatencyUnit
    ) -> Evaluation {
        let start = newest.advanced(by: 1 - windows)
        // Mostly only the newest windows are looked at.
        let judged = values.lazy.filter { $0.value.histogram.requests >= minimumRequests }
        guard let last = judged.first, values.first.map({ $0.window >= start }) == true else {
            let latest = values.prefix { $0.window >= start }
            let requests = values.lazy.map(\.value.histogram.requests).clampedSum
            let state: Evaluation.State = latest.isEmpty ? .noData : requests > 0 ? .fewRequests : .noTraffic
            return Evaluation(model: model, state: state, p95: nil, isSure: nil, requests: requests)
        }
        let recent = recent(judged, since: start)
        let p95 = Percentiles(of: recent.histogram, unit: unit).p95
        let verdict = limits.verdict(of: p95)
        var evaluation = Evaluation(
            model: model, state: .judged(verdict.severity...verdict.severity), p95: p95, isSure: verdict.isSure,
            requests: recent.histogram.requests,
            judgedSeconds: last.window.end - recent.oldest.end + Window.seconds)
        guard verdict.severity > .cannotTell else { return evaluation }
        let critical = verdict.severity == .critical ? limits.critical : nil
        var doubts: [LimitDoubt] = []
        for (severity, limit) in [(Severity.critical, critical), (.warning, limits.warning)] {
            guard let limit else { continue }
            if let doubt = doubt(of: limit, judged, recent, unit: unit) {
                doubts.append(doubt)
            } else {
                evaluation = evaluation.with(.judged(severity...verdict.severity), doubts.first)
                return evaluation
            }
        }
        return evaluation.with(.judged(.good...verdict.severity), doubts.last)
    }

    /// The newest windows: those since a time, and more until there are enough requests.
    private typealias Recent = (histogram: Histogram, windows: Int, oldest: Window)

    private func recent(_ judged: some Sequence<Value>, since start: Window) -> Recent {
        var recent: Recent = (Histogram(), 0, start)
        for (window, value) in judged {
            if recent.windows > 0, window < start, recent.histogram.requests >= Self.requestsToJudge { break }
            recent.histogram.merge(value.histogram)
            recent = (recent.histogram, recent.windows + 1, window)
        }
        return recent
    }

    /// nil where it is certain that a limit is exceeded.
    private func doubt(
        of limit: Double, _ judged: some BidirectionalCollection<Value>, _ recent: Recent, unit: LatencyUnit
    ) -> LimitDoubt? {
        let latency = LatencyLimit(milliseconds: limit)
        // Mostly all windows have one layout.
        var place: LatencyLimit.Place?
        func slower(_ histogram: Histogram) -> Int {
            let fast = histogram.parts.lazy.map { part in
                let own = place.flatMap { $0.layout == part.layout ? $0 : nil }
                let there = own ?? LatencyLimit.Place(of: latency, in: part.layout, unit: unit)
                place = there
                return there.requests(of: part).high
            }
            return histogram.requests - fast.clampedSum
        }
        var evidence = ExcessEvidence(allowed: Self.allowed)
        for (_, value) in judged.reversed() {
            evidence.add(bad: slower(value.histogram), of: value.histogram.requests)
        }
        if evidence.isCertain { return nil }
        let (requests, bad) = (recent.histogram.requests, slower(recent.histogram))
        let more = evidence.windowsUntilCertain(bad: bad, of: requests)
        let perWindow = Double(requests) / Double(max(1, recent.windows))
        return LimitDoubt(
            limit: limit, requests: requests, slower: bad,
            needed: more.map { max(1, Int((Double($0) * perWindow).rounded(.up))) })
    }
}

extension Evaluation {
    fileprivate func with(_ state: State, _ doubt: LimitDoubt?) -> Evaluation {
        Evaluation(
            model: model, state: state, p95: p95, isSure: isSure, requests: requests, judgedSeconds: judgedSeconds,
            doubt: doubt)
    }
}

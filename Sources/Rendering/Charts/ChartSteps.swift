import Latency
import Questions
import Support

/// The steps of one model's history, every one of the range, each with what is known of it.
struct ChartSteps {
    enum Content: Hashable {
        case point(HistoryAnswer.Point)
        /// Samples, but no requests.
        case noTraffic
        case noData
        case notCollected
        /// Nothing was ever collected by then.
        case beforeFirst
    }

    struct Step: Hashable {
        /// Seconds since 1970 UTC; the step is what lies after `start`, up to and including `end`.
        let start, end: Int
        let content: Content

        var point: HistoryAnswer.Point? {
            if case .point(let point) = content { point } else { nil }
        }
    }

    let steps: [Step]

    init(_ history: HistoryAnswer, model: Name, zone: Zone) {
        let points = Dictionary(
            uniqueKeysWithValues: history.models.first { $0.model == model }?.points.map { ($0.time, $0) } ?? [])
        let quiet = Set(history.quiet[model] ?? [])
        let request = history.request
        var missing = history.missing[...]
        var steps: [Step] = []
        var start = request.start
        while start < request.end {
            let end = min(request.step.end(ofStepHolding: start + 1, in: zone), request.end)
            while let stretch = missing.first, stretch.end <= start { missing.removeFirst() }
            // A step that was collected in part tells of that part.
            let isMissing = missing.first.map { $0.start <= start && $0.end >= end } ?? false
            let content: Content =
                if let point = points[end] {
                    .point(point)
                } else if quiet.contains(end) {
                    .noTraffic
                } else if (history.firstCollected ?? .max) > end {
                    .beforeFirst
                } else {
                    isMissing ? .notCollected : .noData
                }
            steps.append(Step(start: start, end: end, content: content))
            start = end
        }
        self.steps = steps
    }

    /// Neighbours of one content as one stretch; points are left out.
    var gaps: [Step] {
        var gaps: [Step] = []
        for step in steps where step.point == nil {
            if let last = gaps.last, last.end == step.start, last.content == step.content {
                gaps[gaps.count - 1] = Step(start: last.start, end: step.end, content: step.content)
            } else {
                gaps.append(step)
            }
        }
        return gaps
    }
}

import Latency
import Prometheus

/// Whether other answers of the server agree with its sums. Where two of them contradict each other, neither is believed.
extension AggregatedCounters {
    /// Whether a model's classic buckets have the bounds of a layout wherever it has any.
    func hasLayout(_ layout: BucketLayout?, of name: SeriesKey, in boundaries: ClosedRange<Window>) -> Bool {
        guard let layout else { return false }
        let expected = layout.upperBounds + [.infinity]
        return boundaries.windows.allSatisfy { boundary in
            let bounds = bounds(of: name, at: boundary).filter { $0 >= 0 }
            return bounds.isEmpty || bounds == expected
        }
    }

    /// A finding that is said to be exact, if it has every bound that the sums have at the window's end.
    func checked(_ finding: ReplicaInspector.Finding, in window: Window) -> ReplicaInspector.Finding {
        guard let value = try? finding.result.get(), value.quality == .exact, !nativeModels.contains(finding.model)
        else {
            return finding
        }
        let found = Set(value.histogram.parts.flatMap(\.layout.upperBounds) + [.infinity])
        // Those below zero are in no layout: see `CumulativeBuckets.part`.
        let expected = bounds(of: finding.model, at: window).filter { $0 >= 0 }
        return found.isSuperset(of: expected) ? finding : .contradiction(of: finding.model)
    }
}

extension ReplicaInspector.Finding {
    /// Of a model that one answer has and another has not, or has otherwise.
    static func contradiction(of model: SeriesKey) -> ReplicaInspector.Finding {
        let refusal = CumulativeBuckets.Refusal(reason: "is not the same in two answers of the server")
        return ReplicaInspector.Finding(model: model, result: .failure(refusal))
    }
}

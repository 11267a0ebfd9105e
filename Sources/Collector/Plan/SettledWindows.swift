import Archive
import Latency

/// Windows of a plan's first slice that are stored, with nothing left to find out of them: every model's count is exact,
/// and none was refused.
///
/// They are asked for again all the same, for what came late. That shows in the number of requests, which the server adds
/// up faster than all buckets.
struct SettledWindows: Sendable {
    /// All requests of each model.
    private var requests: [Window: [Name: Int]] = [:]

    init() {}

    /// - Parameter refused: the windows from which a model was refused.
    mutating func add(_ stored: CollectedWindow, refused: Set<Window>) {
        // What was counted together can't be told apart by models.
        guard !refused.contains(stored.window),
            stored.models.allSatisfy({ $0.quality == .exact && $0.model != ModelLimit.foldedName })
        else { return }
        requests[stored.window] = Dictionary(stored.models.map { ($0.model, $0.histogram.requests) }) { $0 + $1 }
    }

    /// A slice without the settled windows that it begins with; all of it where nothing would be left.
    func rest(of slice: ClosedRange<Window>) -> ClosedRange<Window> {
        guard let first = slice.windows.first(where: { requests[$0] == nil }) else { return slice }
        return first...slice.upperBound
    }

    func unchanged(_ windows: ClosedRange<Window>) -> HistogramReader.Slice.Unchanged {
        let stored = windows.windows.compactMap { requests[$0] }
        return HistogramReader.Slice.Unchanged(
            windows: windows.count, models: Set(stored.flatMap(\.keys)), requests: stored.flatMap(\.values).clampedSum)
    }

    /// The requests of each model that are stored of a settled window; nil of any other.
    subscript(window: Window) -> [Name: Int]? { requests[window] }
}

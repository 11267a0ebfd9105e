import Archive
import Latency

/// Which metrics of a source models are shown by: each that was collected by itself, and of those that were said to be
/// measures of one source, one for each model.
struct EntrySources {
    /// Together one entry a model: the first of them that knows a model stands for it.
    let groups: [[Source]]

    /// - Parameters:
    ///   - sources: in the order in which they were first seen.
    ///   - merged: whether the sources of different names make one entry, too.
    init(_ sources: [Source], _ measures: SourceMeasures, merged: Bool) {
        if merged {
            groups = sources.isEmpty ? [] : [Self.sorted(sources, measures)]
            return
        }
        var groups: [[Source]] = []
        var places: [Name: Int] = [:]
        for source in sources {
            guard source.description.measure != nil else {
                groups.append([source])
                continue
            }
            if let place = places[source.description.name] {
                groups[place].append(source)
            } else {
                places[source.description.name] = groups.count
                groups.append([source])
            }
        }
        self.groups = groups.map { Self.sorted($0, measures) }
    }

    /// Whole requests first, then other latencies, counters last.
    private static func sorted(_ sources: [Source], _ measures: SourceMeasures) -> [Source] {
        let order = Measure.allCases.map { Name($0.rawValue) }
        func rank(_ source: Source) -> Int {
            // What no table knows is a latency as a rule.
            let place = order.firstIndex(of: measures.measure(of: source))
            return place ?? (source.description.kind == .counter ? order.count : 7)
        }
        return sources.enumerated().sorted { (rank($0.element), $0.offset) < (rank($1.element), $1.offset) }
            .map(\.element)
    }
}

import Archive
import Latency
import Objectives

/// The errors that one source counted in a stretch of time: those that are no fault of the client's, as objectives have them.
struct ErrorCounts {
    let source: Source
    /// By the entry of the answer, and all models together.
    let counts: [SeriesKey: Int]
    let collectedWindows: Int

    /// - Parameter windows: nil for none at all.
    init(
        of source: Source, _ resolved: ResolvedScope, in windows: ClosedRange<Window>?, from archive: Archive,
        _ damages: inout Damages
    ) throws(ArchiveError) {
        self.source = source
        let classes = ErrorClasses(listed: nil, metric: source.description.bareMetric)
        var counts: [SeriesKey: Int] = [:]
        var collected = 0
        if let windows {
            let left = try resolved.forEachStretch(
                of: source, in: windows, newestFirst: false, stepEnd: { _ in windows.upperBound }, from: archive,
                byClass: true
            ) { stretch in
                collected += stretch.collected.reduce(0) { $0 + $1.count }
                for value in stretch.models {
                    let (labels, errorClass) = resolved.divided(value.series.labels, of: source)
                    if let errorClass, !classes.isBad(errorClass) { continue }
                    let own = resolved.key(of: value.model, labels: labels, in: source)
                    for key in [own, SeriesKey(QuestionScope.allModels, labels: own.labels)] {
                        counts[key] = (counts[key] ?? 0).addingClamped(value.histogram.requests)
                    }
                }
                return true
            }
            damages.add(left)
        }
        (self.counts, collectedWindows) = (counts, collected)
    }

    /// How many requests failed of those that another metric of the same source counts; nil where nobody knows.
    ///
    /// That is so where the errors are not kept by the labels that are asked for, where they were collected in fewer windows, and of a
    /// model that they can't name: many servers begin a counter with the first error, but nothing follows from a name that a counter
    /// with another label for models does not have.
    func count(_ key: SeriesKey, beside other: Source, collected: Int, _ scope: QuestionScope) -> Int? {
        guard gap(beside: other, collected: collected, scope) == nil else { return nil }
        let namesAlike = source.description.modelLabel == other.description.modelLabel
        return counts[key] ?? (namesAlike ? 0 : nil)
    }

    /// Why nothing is known of them.
    func gap(beside other: Source, collected: Int, _ scope: QuestionScope) -> ErrorGap? {
        if !source.description.isKept(like: other.description, by: scope.labels) { return .labels }
        return collectedWindows == 0 || collectedWindows < collected ? .notCollected : nil
    }

    /// What a part of the entries has errors of and nothing else, by their keys.
    var failing: Set<SeriesKey> {
        Set(counts.filter { $0.value > 0 && $0.key.model != QuestionScope.allModels }.keys)
    }
}

/// Why the errors of a source are not known though it counts them.
enum ErrorGap {
    /// Not in every window that its requests were.
    case notCollected
    /// They are not kept by the labels that are asked for, or by others.
    case labels
}

extension QuestionScope {
    /// The labels of series that it divides or selects by.
    var labels: [Name] { Set(by.filter { $0 != Self.sourceLabel } + wanted.keys).sorted() }
}

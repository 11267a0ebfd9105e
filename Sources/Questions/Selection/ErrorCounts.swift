import Archive
import Latency
import Objectives

/// The errors that one source counted in the windows in which its requests were counted: those that are no fault of the client's, as
/// objectives have them.
struct ErrorCounts {
    let source: Source
    /// By the entry of the answer, and all models together.
    let counts: [SeriesKey: Int]
    /// Whether they were collected in every window that requests were, and there is one.
    private let isWhole: Bool

    /// - Parameter requests: the windows that requests were collected in. Errors of other windows are none of these requests.
    init(
        of source: Source, _ resolved: ResolvedScope, beside requests: CountedWindows, from archive: Archive,
        _ damages: inout Damages
    ) throws(ArchiveError) {
        self.source = source
        let classes = ErrorClasses(listed: nil, metric: source.description.bareMetric)
        var counts: [SeriesKey: Int] = [:]
        var collected = 0
        if let windows = requests.all, let steps = CountedSteps([requests]) {
            let left = try resolved.forEachStretch(
                of: source, in: windows, newestFirst: false,
                stepEnd: { min(windows.upperBound, steps.end(ofStepHolding: $0)) }, from: archive, byClass: true
            ) { stretch in
                collected += requests.count(in: stretch)
                if requests.membership(of: stretch.collected) == .none { return true }
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
        self.counts = counts
        isWhole = collected > 0 && collected == requests.count
    }

    /// How many requests failed of those that another metric of the same source counts; nil where nobody knows.
    ///
    /// That is so where the errors are not kept by the labels that are asked for, where they were not collected in every window, and of
    /// a model that they can't name: many servers begin a counter with the first error, but nothing follows from a name that a counter
    /// with another label for models does not have.
    func count(_ key: SeriesKey, beside other: Source, _ scope: QuestionScope) -> Int? {
        guard gap(beside: other, scope) == nil else { return nil }
        let namesAlike = source.description.modelLabel == other.description.modelLabel
        return counts[key] ?? (namesAlike ? 0 : nil)
    }

    /// Why nothing is known of them.
    func gap(beside other: Source, _ scope: QuestionScope) -> ErrorGap? {
        if !source.description.isKept(like: other.description, by: scope.labels) { return .labels }
        return isWhole ? nil : .notCollected
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

import Archive
import Latency

/// How many requests of each entry of an answer failed, as counters of errors have it.
struct RequestErrors {
    /// nil where nothing measures errors, or nothing of them was collected in that time.
    private let errors: [SeriesKey: Int]?
    private let requests: [SeriesKey: Int]
    private let excludesErrors: Bool
    /// Whether the counters of errors name models by the label of the answer's sources.
    private let namesAlike: Bool

    /// - Parameter resolved: what the answer is of.
    init(
        _ resolved: ResolvedScope, in range: TimeRange, from archive: Archive, _ damages: inout Damages
    ) throws {
        let errors = try resolved.about(.errors, in: archive, &damages)
        let counts = try RangeTotals(of: errors, in: range.windows, from: archive, &damages)
        namesAlike = ErrorShare.nameAlike(resolved.sources, errors.sources)
        guard let errorSource = errors.sources.first, counts.wasCollected else {
            (self.errors, requests, excludesErrors) = (nil, [:], false)
            return
        }
        self.errors = counts.counts
        let requests = try resolved.about(.requests, in: archive, &damages)
        self.requests = try RangeTotals(of: requests, in: range.windows, from: archive, &damages).counts
        let areCounters = !requests.sources.isEmpty
        excludesErrors = ErrorShare.excludesErrors(
            areCounters ? requests.sources : resolved.sources, areCounters: areCounters, errors: errorSource)
    }

    /// A model without a counter of errors, where they were collected, had none: many servers begin one with the first error.
    /// nil where errors go by other names of models, of which this is none.
    func count(_ key: SeriesKey) -> Int? { errors.flatMap { $0[key] ?? (namesAlike ? 0 : nil) } }

    /// In millionths; nil where the errors are not known, and without requests.
    ///
    /// - Parameter observations: how many requests the answer itself has, nil where it counts something else; a counter of
    ///   requests comes before it.
    func share(_ key: SeriesKey, of observations: Int?) -> Int? {
        guard let errors = count(key), let requests = requests[key] ?? observations else { return nil }
        return ErrorShare.millionths(
            errors: errors,
            of: ErrorShare.all(errors: errors, requests: requests, excludingErrors: excludesErrors))
    }
}

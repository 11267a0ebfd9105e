/// What the metric of a source is. The raw values are stored in archives: they never change.
package enum SourceKind: String, CaseIterable, Sendable {
    /// Counts by bucket, classic or native.
    case histogram
    /// One count, of requests, errors or tokens: kept as a histogram without a finite bound.
    case counter
    /// A sum and a count of requests, as of a summary, from which a mean follows and no percentile: kept as a histogram
    /// without a finite bound, with its sum.
    case mean
}

/// What a comparison comes to.
package enum Verdict: String, CaseIterable, Sendable {
    case slower
    case faster
    case same
    case cannotTell = "cannot_tell"
}

/// Why a comparison can't tell.
package enum DoubtReason: String, CaseIterable, Sendable {
    /// Fewer than the six blocks that a baseline needs were collected.
    case tooFewBlocks = "too_few_blocks"
    /// Less than 80 % of the later stretch was collected.
    case lowCoverage = "low_coverage"
    /// The later stretch has no requests.
    case noRequests = "no_requests"
    /// The histograms have no finite bound in common.
    case noCommonBounds = "no_common_bounds"
    /// A change of 10 % would be within what blocks differ by anyway.
    case variesTooMuch = "varies_too_much"
    /// A change of 10 % could lie within the buckets: too few requests are in those beside the percentile's own.
    case bucketsTooWide = "buckets_too_wide"
    /// An exclusion can't be read any more: nobody knows which windows it leaves out.
    case damaged
}

/// What would be needed for a verdict, at the traffic and the variation of the baseline.
package struct Needed: Hashable, Sendable {
    /// In the later stretch; nil where requests are not what is missing.
    package let requests: Int?
    /// Of the later stretch or, where the baseline is too short, of the baseline; rounded up.
    package let days: Int
}

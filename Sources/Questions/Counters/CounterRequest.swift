/// Which counters are asked for, and when.
package struct CounterRequest: Sendable {
    package let matchers: [CounterMatcher]
    /// In milliseconds since 1970 UTC; both ends belong to it.
    package let times: ClosedRange<Int>

    package init(matchers: [CounterMatcher], times: ClosedRange<Int>) {
        (self.matchers, self.times) = (matchers, times)
    }

    /// Whether it says which source it means: the names of metrics are those of the server that was collected, where the
    /// same ones may be kept, too, and both together would count twice.
    package var namesSource: Bool { matchers.contains { $0.label == "source" && !$0.admits("") } }

    func admits(_ label: String, _ value: String) -> Bool {
        matchers.allSatisfy { $0.label != label || $0.admits(value) }
    }
}

/// How much may be asked for at once.
package struct CounterLimits: Sendable {
    package let series: Int
    package let samples: Int
    /// When it must be done.
    package let deadline: ContinuousClock.Instant
    /// How many samples are in memory at most; a series has more if it must.
    package let samplesAtOnce: Int
    /// Whether it must be known before how many samples each series has, which takes as long as to read them. Else there may be
    /// fewer than was said, or none, by some at the ends of days.
    package let countsExactly: Bool

    package init(
        series: Int, samples: Int, samplesAtOnce: Int, countsExactly: Bool, deadline: ContinuousClock.Instant
    ) {
        (self.series, self.samples, self.samplesAtOnce, self.deadline) = (series, samples, samplesAtOnce, deadline)
        self.countsExactly = countsExactly
    }
}

/// Why counters are not told.
package enum CounterError: Error, Hashable, Sendable {
    /// More series match than the limit.
    case tooManySeries(limit: Int)
    /// They have more samples than the limit.
    case tooManySamples(limit: Int)
    /// The deadline has passed.
    case tookTooLong
    /// While it was read, the archive became another one.
    case changed

    package var message: String {
        switch self {
        case .tooManySeries(let limit): "more than \(limit) series match: ask for fewer models or metrics"
        case .tooManySamples(let limit): "more than \(limit) samples match: ask for a shorter time or fewer series"
        case .tookTooLong: "the answer took too long, ask for less"
        case .changed: "the archive changed meanwhile, try again"
        }
    }
}

import Glibc

/// How often a request of one set takes longer than one of another: A = P(later > earlier) + P(equal) / 2, with requests of one
/// bucket as equal (Vargha and Delaney, 2000: the measure of stochastic superiority). 0.5 where neither is slower.
///
/// It asks nothing of where in a bucket a request lies, and one slow request weighs no more than any other.
package enum Superiority {
    /// Half a pair is added to either side, so that it is never 0 nor 1. 0.5 where a side has no requests.
    package static func share(of later: [Double], over earlier: [Double]) -> Double {
        share(of: later[...], over: earlier)
    }

    private static func share(of later: ArraySlice<Double>, over earlier: [Double]) -> Double {
        var (below, wins, laterTotal) = (0.0, 0.0, 0.0)
        for (count, their) in zip(later, earlier) {
            wins += count * (below + their / 2)
            below += their
            laterTotal += count
        }
        return (wins + 0.5) / (laterTotal * below + 1)
    }

    /// The same as a logit, ln(A / (1 - A)): 0 where neither is slower, above where the later one is, without an end. A change of
    /// all latencies by one factor moves it by about as much from wherever it is.
    package static func logit(of later: [Double], over earlier: [Double]) -> Double {
        logit(of: later[...], over: earlier)
    }

    static func logit(of later: ArraySlice<Double>, over earlier: [Double]) -> Double {
        let share = share(of: later, over: earlier)
        return log(share / (1 - share))
    }

    /// What chance alone adds to a logit's variance where one side has so many requests, were they independent:
    /// 16 / (12 n), by the variance of ranks at A = 1/2.
    static func variance(requests: Double) -> Double { requests > 0 ? 4 / (3 * requests) : .infinity }
}

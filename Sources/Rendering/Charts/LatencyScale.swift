import Glibc
import Questions

/// The vertical axis of latencies, logarithmic: latencies are compared by their ratio, and 100 ms and a minute must both be
/// seen on one chart.
struct LatencyScale {
    /// Milliseconds, more than 0; `highest` is above `lowest`.
    let lowest, highest: Double
    /// Where they are, in pixels from the top.
    let bottom, top: Double

    /// A scale that shows all of these percentiles with their brackets, at least a factor of four high, so that small
    /// changes do not look large. Room is left above one that is open-ended. Without any: 1 ms to 1 s.
    init(showing percentiles: some Sequence<Percentile>, bottom: Double, top: Double) {
        var (lowest, highest) = (Double.infinity, 0.0)
        for percentile in percentiles {
            // A bracket from 0 has no place on the scale: it reaches down to wherever that ends.
            let down = percentile.lower > 0 ? percentile.lower : percentile.milliseconds / 2
            if down > 0 { lowest = min(lowest, down) }
            highest = max(highest, percentile.upper ?? percentile.lower * 2.5)
        }
        if lowest > highest || highest <= 0 || !lowest.isFinite || !highest.isFinite { (lowest, highest) = (1, 1000) }
        if highest / lowest < 4 {
            let middle = (highest * lowest).squareRoot()
            (lowest, highest) = (min(lowest, middle / 2), max(highest, middle * 2))
        }
        (self.lowest, self.highest) = (lowest / 1.08, highest * 1.08)
        (self.bottom, self.top) = (bottom, top)
    }

    /// What lies outside is at the edge.
    func y(_ milliseconds: Double) -> Double {
        guard milliseconds > lowest else { return bottom }
        guard milliseconds < highest else { return top }
        return bottom - (log(milliseconds / lowest) / log(highest / lowest)) * (bottom - top)
    }

    /// 1, 2 and 5 of every power of ten, or only 1 where that is too many, so that labels don't touch.
    var ticks: [Double] {
        var ticks: [Double] = []
        let isWide = highest / lowest > 2000
        var power = 1e-6
        while power <= highest {
            for factor in isWide ? [1.0] : [1, 2, 5] where (lowest...highest).contains(power * factor) {
                ticks.append(power * factor)
            }
            power *= 10
        }
        return ticks
    }
}

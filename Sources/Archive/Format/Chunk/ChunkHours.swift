import Latency

/// The totals of a day's hours as a stream of numbers, written and read by the same lines; see `Chunk` for the words.
struct ChunkHours<Coder: NumberCoder> {
    var coder: Coder
    /// Read: its states are set and its numbers are filled in. Written: complete.
    var day: ModelDay
    /// In which hours some sum of latencies is known.
    let hoursWithSum: [Bool]

    mutating func run() throws(BodyError) {
        for layout in day.layouts.indices { try counts(of: layout) }
        sums()
    }

    /// Every bucket of every hour is predicted from the hours before: half the last one with traffic, a quarter the one
    /// before that, and so on.
    private mutating func counts(of layout: Int) throws(BodyError) {
        let buckets = day.layouts[layout].bucketCount
        // Held alone while it is changed: an array in an array is slow to change in place.
        var counts = day.counts[layout]
        day.counts[layout] = []
        var average = [Int](repeating: 0, count: buckets)
        var means = [ResidualMean](repeating: ResidualMean(expected: 0), count: buckets)
        var isFirst = true
        for hour in 0..<UTCDay.hours where day.states[hour]?.layouts.contains(layout) == true {
            let places = hour * buckets..<(hour + 1) * buckets
            guard coder.bit(counts[places].contains { $0 != 0 }) else { continue }
            for (bucket, place) in places.enumerated() {
                if isFirst {
                    guard let count = Int(exactly: coder.whole(UInt64(counts[place]))) else { throw .malformed }
                    counts[place] = count
                    average[bucket] = count
                    means[bucket] = ResidualMean(expected: Self.expectedResidual(of: count))
                } else {
                    let prediction = average[bucket]
                    let folded = coder.rice(Residual.fold(counts[place], prediction), means[bucket].parameter)
                    guard let count = Residual.unfold(folded, prediction) else { throw .malformed }
                    counts[place] = count
                    average[bucket] = prediction + (count - prediction) / 2
                    means[bucket].add(folded)
                }
            }
            isFirst = false
        }
        day.counts[layout] = counts
    }

    /// Of an hour's sum it is expected that a request took as long as in the hour before.
    private mutating func sums() {
        var previous: (sum: Int, requests: Int)?
        var mean = ResidualMean(expected: 0)
        for hour in 0..<UTCDay.hours where hoursWithSum[hour] {
            let requests = day.requests(hour)
            if let (sum, before) = previous {
                let prediction = sum.share(requests, of: before)
                let folded = coder.rice(Residual.foldSum(day.sums[hour], prediction), mean.parameter)
                day.sums[hour] = Residual.unfoldSum(folded, prediction)
                mean.add(folded)
            } else {
                let folded = coder.whole(Residual.foldSum(day.sums[hour], 0))
                day.sums[hour] = Residual.unfoldSum(folded, 0)
                mean = ResidualMean(expected: folded >> 3)
            }
            if requests > 0 { previous = (day.sums[hour], requests) }
        }
    }

    /// A power of two near the square root: how far counts of independent events stray.
    static func expectedResidual(of count: Int) -> UInt64 {
        1 << UInt64((Int.bitWidth - count.leadingZeroBitCount) / 2)
    }
}

extension ModelDay {
    /// The requests of a slot in all layouts.
    func requests(_ slot: Int) -> Int {
        var result = 0
        for (layout, bounds) in layouts.enumerated() {
            let buckets = bounds.bucketCount
            for place in slot * buckets..<(slot + 1) * buckets { result &+= counts[layout][place] }
        }
        return result
    }
}

extension Int {
    /// `self * part / whole`, rounded towards zero; 0 where `whole` is 0. For a part of a whole, both not negative, it
    /// is no further from 0 than `self`; else it may wrap, which a prediction may.
    func share(_ part: Int, of whole: Int) -> Int {
        if whole == 0 { return 0 }
        let (product, overflow) = multipliedReportingOverflow(by: part)
        if !overflow { return product / whole }
        return Int(truncatingIfNeeded: Int128(self) * Int128(part) / Int128(whole))
    }
}

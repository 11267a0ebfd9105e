import Latency

/// The totals of a day's hours as a stream of numbers, written and read by the same lines; see `Chunk` for the words.
struct ChunkHours<Coder: NumberCoder> {
    var coder: Coder
    /// Read: its states are set and its numbers are filled in. Written: complete.
    var day: ModelDay
    /// In which hours some sum of latencies is known: the lowest bit stands for the first one.
    let hoursWithSum: UInt32

    /// The requests of each hour, as far as they are known.
    private var requests = [Int](repeating: 0, count: UTCDay.hours)

    init(coder: Coder, day: ModelDay, hoursWithSum: UInt32) {
        (self.coder, self.day, self.hoursWithSum) = (coder, day, hoursWithSum)
    }

    mutating func run() throws(BodyError) {
        for layout in day.layouts.indices { try counts(of: layout) }
        sums()
    }

    /// Every bucket of every hour is predicted from the hours before: half the last one with traffic, a quarter the one
    /// before that, and so on.
    private mutating func counts(of layout: Int) throws(BodyError) {
        let hours = day.states.mask(0..<UTCDay.hours) { $0.layouts.contains(layout) }
        // Held alone while it is changed: an array in an array is slow to change in place.
        var counts = day.counts[layout]
        day.counts[layout] = []
        var predictions = [Prediction](repeating: Prediction(), count: day.layouts[layout].bucketCount)
        let isSound = counts.withUnsafeMutableBufferPointer { counts in
            predictions.withUnsafeMutableBufferPointer { run(hours, counts, $0) }
        }
        guard isSound else { throw .malformed }
        day.counts[layout] = counts
    }

    /// - Parameters:
    ///   - counts: those of all hours.
    ///   - predictions: of each bucket.
    /// - Returns: false for what no writer writes.
    private mutating func run(
        _ hours: UInt32, _ counts: UnsafeMutableBufferPointer<Int>,
        _ predictions: UnsafeMutableBufferPointer<Prediction>
    ) -> Bool {
        let buckets = predictions.count
        // A copy, which need not lie in memory.
        var coder = coder
        defer { self.coder = coder }
        var isFirst = true
        for hour in hours.setBits {
            let counts = UnsafeMutableBufferPointer(rebasing: counts[hour * buckets..<(hour + 1) * buckets])
            guard coder.bit(counts.contains { $0 != 0 }) else { continue }
            var total = 0
            for bucket in 0..<buckets {
                if isFirst {
                    guard let count = Int(exactly: coder.whole(UInt64(counts[bucket]))) else { return false }
                    counts[bucket] = count
                    predictions[bucket] = Prediction(first: count)
                } else {
                    let (prediction, parameter) = (predictions[bucket].average, predictions[bucket].mean.parameter)
                    let folded = coder.rice(Residual.fold(counts[bucket], prediction), parameter)
                    guard let count = Residual.unfold(folded, prediction) else { return false }
                    counts[bucket] = count
                    predictions[bucket].add(count, folded)
                }
                total &+= counts[bucket]
            }
            requests[hour] &+= total
            isFirst = false
        }
        return true
    }

    /// What is expected of a bucket of the next hour.
    private struct Prediction {
        private(set) var average = 0
        private(set) var mean = ResidualMean(expected: 0)

        init() {}

        init(first count: Int) { (average, mean) = (count, ResidualMean(around: count)) }

        mutating func add(_ count: Int, _ folded: UInt64) {
            average += (count - average) / 2
            mean.add(folded)
        }
    }

    /// Of an hour's sum it is expected that a request took as long as in the hour before.
    private mutating func sums() {
        var previous: (sum: Int, requests: Int)?
        var mean = ResidualMean(expected: 0)
        for hour in hoursWithSum.setBits {
            if let (sum, before) = previous {
                let prediction = sum.share(requests[hour], of: before)
                let folded = coder.rice(Residual.foldSum(day.sums[hour], prediction), mean.parameter)
                day.sums[hour] = Residual.unfoldSum(folded, prediction)
                mean.add(folded)
            } else {
                let folded = coder.whole(Residual.foldSum(day.sums[hour], 0))
                day.sums[hour] = Residual.unfoldSum(folded, 0)
                mean = ResidualMean(expected: folded >> 3)
            }
            if requests[hour] > 0 { previous = (day.sums[hour], requests[hour]) }
        }
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

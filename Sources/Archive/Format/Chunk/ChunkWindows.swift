import Latency

/// The windows of a day as a stream of numbers, given the totals of its hours; written and read by the same lines, see
/// `Chunk` for the words.
struct ChunkWindows<Coder: NumberCoder> {
    var coder: Coder
    /// Read: its states are set and its numbers are filled in. Written: complete.
    var day: ModelDay
    private let hours: ModelDay
    /// The requests of each hour.
    private let hourRequests: [Int]

    /// Which windows of each hour have requests: the lowest bit stands for the first one.
    private var traffic = [UInt32](repeating: 0, count: UTCDay.hours)
    /// The requests of each window, as far as they are known.
    private var requests = [Int](repeating: 0, count: UTCDay.windows)

    init(coder: Coder, day: ModelDay, hours: ModelDay) {
        self.coder = coder
        self.day = day
        self.hours = hours
        hourRequests = (0..<UTCDay.hours).map(hours.requests)
    }

    mutating func run() throws(BodyError) {
        for hour in 0..<UTCDay.hours where hourRequests[hour] > 0 {
            let slots = UTCDay.slots(ofHour: hour)
            for place in day.states.mask(slots, { _ in true }).setBits {
                let isBusy = coder.bit(day.requests(slots.lowerBound + place) > 0)
                if isBusy { traffic[hour] |= 1 << UInt32(place) }
            }
        }
        for layout in day.layouts.indices { try counts(of: layout) }
        try sums()
    }

    private mutating func counts(of layout: Int) throws(BodyError) {
        let buckets = day.layouts[layout].bucketCount
        // Held alone while it is changed: an array in an array is slow to change in place.
        var counts = day.counts[layout]
        day.counts[layout] = []
        var rest = hours.counts[layout]
        var means = [ResidualMean?](repeating: nil, count: buckets)
        // A copy, which need not lie in memory.
        var coder = coder
        let isSound = counts.withUnsafeMutableBufferPointer { counts in
            rest.withUnsafeMutableBufferPointer { rest in
                means.withUnsafeMutableBufferPointer { means in
                    for hour in 0..<UTCDay.hours {
                        let rest = UnsafeMutableBufferPointer(rebasing: rest[hour * buckets..<(hour + 1) * buckets])
                        guard self.hour(hour, of: layout, counts, rest, means, &coder) else { return false }
                    }
                    return true
                }
            }
        }
        self.coder = coder
        guard isSound else { throw .malformed }
        day.counts[layout] = counts
    }

    /// - Parameters:
    ///   - counts: those of the whole day.
    ///   - rest: what is left of the hour.
    ///   - means: of each bucket.
    /// - Returns: false for what no writer writes.
    @inline(__always)
    private mutating func hour(
        _ hour: Int, of layout: Int, _ counts: UnsafeMutableBufferPointer<Int>,
        _ rest: UnsafeMutableBufferPointer<Int>, _ means: UnsafeMutableBufferPointer<ResidualMean?>,
        _ coder: inout Coder
    ) -> Bool {
        guard rest.contains(where: { $0 > 0 }) else { return true }
        let (slots, buckets) = (UTCDay.slots(ofHour: hour), rest.count)
        var busy = day.states.mask(slots) { $0.layouts.contains(layout) } & traffic[hour]
        guard busy != 0 else { return false }
        while true {
            let slot = slots.lowerBound + busy.trailingZeroBitCount
            let window = UnsafeMutableBufferPointer(rebasing: counts[slot * buckets..<(slot + 1) * buckets])
            let left = busy.nonzeroBitCount
            // The last one has what remains of the hour.
            if left == 1 {
                for bucket in 0..<buckets {
                    window[bucket] = rest[bucket]
                    requests[slot] &+= rest[bucket]
                }
                return true
            }
            guard let own = Self.window(window, left, rest, means, &coder) else { return false }
            requests[slot] &+= own
            busy &= busy - 1
        }
    }

    /// The counts of one window: each is predicted as an equal share of what remains of its hour for `left` windows.
    ///
    /// - Returns: its requests.
    @inline(__always)
    private static func window(
        _ counts: UnsafeMutableBufferPointer<Int>, _ left: Int, _ rest: UnsafeMutableBufferPointer<Int>,
        _ means: UnsafeMutableBufferPointer<ResidualMean?>, _ coder: inout Coder
    ) -> Int? {
        var requests = 0
        for bucket in counts.indices where rest[bucket] > 0 {
            let prediction = share(of: rest[bucket], left)
            var mean = means[bucket] ?? ResidualMean(around: prediction)
            let folded = coder.rice(Residual.fold(counts[bucket], prediction), mean.parameter)
            guard let value = Residual.unfold(folded, prediction), value <= rest[bucket] else { return nil }
            mean.add(folded)
            means[bucket] = mean
            counts[bucket] = value
            rest[bucket] -= value
            requests &+= value
        }
        return requests
    }

    /// What remains, divided and rounded to the nearest, halves up.
    private static func share(of rest: Int, _ left: Int) -> Int {
        // A division of half as many bits takes half as long.
        if rest < 1 << 30 { return Int((UInt32(rest) * 2 + UInt32(left)) / (UInt32(left) * 2)) }
        return rest / left + (rest % left * 2 >= left ? 1 : 0)
    }

    /// Of the sum of an hour each window is expected to have the share that it has of the requests.
    private mutating func sums() throws(BodyError) {
        var mean: ResidualMean?
        for hour in 0..<UTCDay.hours {
            let first = UTCDay.slots(ofHour: hour).lowerBound
            let known = day.states.mask(UTCDay.slots(ofHour: hour), \.sumIsKnown)
            var rest = hours.sums[hour]
            for place in (known & ~traffic[hour]).setBits {
                let slot = first + place
                guard coder.bit(day.sums[slot] != 0) else { continue }
                day.sums[slot] = Residual.unfoldSum(coder.whole(Residual.foldSum(day.sums[slot], 0)), 0)
                rest &-= day.sums[slot]
            }
            var requests = hourRequests[hour]
            var busy = known & traffic[hour]
            while busy.nonzeroBitCount > 1 {
                let slot = first + busy.trailingZeroBitCount
                let own = self.requests[slot]
                let prediction = rest.share(own, of: requests)
                let sum = day.sums[slot]
                let folded = residual(Residual.foldSum(sum, prediction), &mean)
                day.sums[slot] = Residual.unfoldSum(folded, prediction)
                rest &-= day.sums[slot]
                requests -= own
                busy &= busy - 1
            }
            // What remains of the hour.
            if busy != 0 { day.sums[first + busy.trailingZeroBitCount] = rest } else if rest != 0 { throw .malformed }
        }
    }

    private mutating func residual(_ folded: @autoclosure () -> UInt64, _ mean: inout ResidualMean?) -> UInt64 {
        guard var known = mean else {
            let first = coder.whole(folded())
            mean = ResidualMean(expected: first)
            return first
        }
        let value = coder.rice(folded(), known.parameter)
        known.add(value)
        mean = known
        return value
    }
}

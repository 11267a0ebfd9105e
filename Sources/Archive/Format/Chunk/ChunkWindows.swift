import Latency

/// The windows of a day as a stream of numbers, given the totals of its hours; written and read by the same lines, see
/// `Chunk` for the words.
struct ChunkWindows<Coder: NumberCoder> {
    var coder: Coder
    /// Read: its states are set and its numbers are filled in. Written: complete.
    var day: ModelDay
    let hours: ModelDay

    /// Which windows have requests.
    private var traffic = [Bool](repeating: false, count: UTCDay.windows)

    init(coder: Coder, day: ModelDay, hours: ModelDay) {
        self.coder = coder
        self.day = day
        self.hours = hours
    }

    mutating func run() throws(BodyError) {
        for hour in 0..<UTCDay.hours where hours.requests(hour) > 0 {
            for slot in UTCDay.slots(ofHour: hour) where day.states[slot] != nil {
                traffic[slot] = coder.bit(day.requests(slot) > 0)
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
        var means = [ResidualMean?](repeating: nil, count: buckets)
        for hour in 0..<UTCDay.hours {
            var rest = Array(hours.counts[layout][hour * buckets..<(hour + 1) * buckets])
            guard rest.contains(where: { $0 > 0 }) else { continue }
            let slots = UTCDay.slots(ofHour: hour).filter {
                traffic[$0] && day.states[$0]?.layouts.contains(layout) == true
            }
            guard let last = slots.last else { throw .malformed }
            for (place, slot) in slots.enumerated() where slot != last {
                try window(slot, slots.count - place, &counts, &rest, &means)
            }
            // What remains of the hour.
            counts.replaceSubrange(last * buckets..<(last + 1) * buckets, with: rest)
        }
        day.counts[layout] = counts
    }

    /// The counts of one window: each is predicted as an equal share of what remains of its hour for `left` windows.
    private mutating func window(
        _ slot: Int, _ left: Int, _ counts: inout [Int], _ rest: inout [Int], _ means: inout [ResidualMean?]
    ) throws(BodyError) {
        let buckets = rest.count
        for bucket in 0..<buckets where rest[bucket] > 0 {
            let prediction = rest[bucket] / left + (rest[bucket] % left * 2 >= left ? 1 : 0)
            var mean =
                means[bucket]
                ?? ResidualMean(expected: ChunkHours<Coder>.expectedResidual(of: prediction))
            let place = slot * buckets + bucket
            let folded = coder.rice(Residual.fold(counts[place], prediction), mean.parameter)
            guard let value = Residual.unfold(folded, prediction), value <= rest[bucket] else { throw .malformed }
            mean.add(folded)
            means[bucket] = mean
            counts[place] = value
            rest[bucket] -= value
        }
    }

    /// Of the sum of an hour each window is expected to have the share that it has of the requests.
    private mutating func sums() throws(BodyError) {
        var mean: ResidualMean?
        for hour in 0..<UTCDay.hours {
            let slots = UTCDay.slots(ofHour: hour).filter { day.states[$0]?.sumIsKnown == true }
            var rest = hours.sums[hour]
            for slot in slots where !traffic[slot] {
                guard coder.bit(day.sums[slot] != 0) else { continue }
                day.sums[slot] = Residual.unfoldSum(coder.whole(Residual.foldSum(day.sums[slot], 0)), 0)
                rest &-= day.sums[slot]
            }
            var requests = hours.requests(hour)
            let busy = slots.filter { traffic[$0] }
            for slot in busy.dropLast() {
                let own = day.requests(slot)
                let prediction = rest.share(own, of: requests)
                let folded = residual(Residual.foldSum(day.sums[slot], prediction), &mean)
                day.sums[slot] = Residual.unfoldSum(folded, prediction)
                rest &-= day.sums[slot]
                requests -= own
            }
            // What remains of the hour.
            if let last = busy.last { day.sums[last] = rest } else if rest != 0 { throw .malformed }
        }
    }

    private mutating func residual(_ folded: UInt64, _ mean: inout ResidualMean?) -> UInt64 {
        guard var known = mean else {
            let first = coder.whole(folded)
            mean = ResidualMean(expected: first)
            return first
        }
        let value = coder.rice(folded, known.parameter)
        known.add(value)
        mean = known
        return value
    }
}

import Latency

/// One day of one series in equal slots, its 288 windows or its 24 hours: what a chunk holds, as flat arrays.
struct ModelDay: Equatable {
    /// What is known of a slot beside its numbers.
    struct State: Hashable {
        let quality: Quality
        let sumIsKnown: Bool
        /// Which layouts its replicas had: places in `ModelDay.layouts`, ascending.
        let layouts: [Int]
    }

    /// All layouts of the day, ascending.
    let layouts: [BucketLayout]
    /// One per slot; nil for a slot without data.
    let states: SlotStates
    /// Per layout its counts, slot by slot, bucket by bucket. Zero where a slot doesn't have the layout.
    var counts: [[Int]]
    /// One per slot, in microseconds; zero where it isn't known.
    var sums: [Int]

    /// With all counts and sums zero.
    init(layouts: [BucketLayout], states: SlotStates) {
        self.layouts = layouts
        self.states = states
        counts = layouts.map { [Int](repeating: 0, count: states.count * $0.bucketCount) }
        sums = [Int](repeating: 0, count: states.count)
    }

    /// A day of 288 windows or 24 hours, `nil` those in which the model had no data.
    init(slots: [ModelWindow?]) {
        let layouts = Set(slots.flatMap { $0?.histogram.parts.map(\.layout) ?? [] }).sorted()
        let places = Dictionary(uniqueKeysWithValues: layouts.enumerated().map { ($1, $0) })
        let states = slots.map { value in
            value.map {
                State(
                    quality: $0.quality, sumIsKnown: $0.histogram.sumMicroseconds != nil,
                    layouts: $0.histogram.parts.compactMap { places[$0.layout] })
            }
        }
        self.init(layouts: layouts, states: SlotStates(states))
        for (slot, value) in slots.enumerated() {
            guard let value else { continue }
            sums[slot] = value.histogram.sumMicroseconds ?? 0
            for part in value.histogram.parts {
                guard let layout = places[part.layout] else { continue }
                counts[layout].replaceSubrange(
                    slot * part.counts.count..<(slot + 1) * part.counts.count, with: part.counts)
            }
        }
    }

    /// What some slots come to together.
    struct Total: Equatable {
        let quality: Quality
        let histogram: Histogram

        func window(of series: SeriesKey) -> ModelWindow {
            ModelWindow(series: series, quality: quality, histogram: histogram)
        }
    }

    /// Some neighbouring slots merged, as merging them one by one would; nil where none of them has data.
    func total(_ slots: Range<Int>) -> Total? {
        guard let total = states.merged(slots) else { return nil }
        // Where one is not known, that of all is not.
        let sum = total.sumIsKnown ? sum(slots) : nil
        let parts = total.layouts.compactMap { layout in
            Histogram.Part(layout: layouts[layout], counts: bucketSums(layout, slots))
        }
        return Total(quality: total.quality, histogram: Histogram(parts, sumMicroseconds: sum))
    }

    func merged(_ slots: Range<Int>, series: SeriesKey) -> ModelWindow? { total(slots)?.window(of: series) }

    /// The sums of some slots added up, of which all that have data are known; nil where that is more than 63 bits hold.
    private func sum(_ slots: Range<Int>) -> Int? {
        var total = 0
        for slot in slots {
            let (sum, overflow) = total.addingReportingOverflow(sums[slot])
            if overflow { return nil }
            total = sum
        }
        return total
    }

    /// The counts of some slots added up. They can't overflow: all counts of the day together don't.
    func bucketSums(_ layout: Int, _ slots: Range<Int>) -> [Int] {
        let buckets = layouts[layout].bucketCount
        var result = [Int](repeating: 0, count: buckets)
        counts[layout].withUnsafeBufferPointer { counts in
            for slot in slots {
                for bucket in 0..<buckets { result[bucket] &+= counts[slot * buckets + bucket] }
            }
        }
        return result
    }
}

extension ModelDay.State {
    /// The state of two slots together.
    func merged(with other: ModelDay.State) -> ModelDay.State {
        if self == other { return self }
        let layouts = layouts == other.layouts ? layouts : Set(layouts + other.layouts).sorted()
        return ModelDay.State(
            quality: max(quality, other.quality), sumIsKnown: sumIsKnown && other.sumIsKnown, layouts: layouts)
    }
}

extension ModelDay {
    /// Its hours, made of 288 windows: what they had in common, and the sums of all counts and of those sums of latency
    /// that are known. Nil where something can't be counted in 63 bits.
    func hours() -> ModelDay? {
        var hours = ModelDay(layouts: layouts, states: SlotStates(hoursOf: ChunkHeader.Run.runs(of: states)))
        var requests = 0
        for (layout, bounds) in layouts.enumerated() {
            let buckets = bounds.bucketCount
            for (place, count) in counts[layout].enumerated() where count > 0 {
                let (sum, overflow) = requests.addingReportingOverflow(count)
                if overflow { return nil }
                requests = sum
                let hour = place / buckets / UTCDay.windowsPerHour
                hours.counts[layout][hour * buckets + place % buckets] += count
            }
        }
        for (slot, sum) in sums.enumerated() {
            let hour = slot / UTCDay.windowsPerHour
            let (total, overflow) = hours.sums[hour].addingReportingOverflow(sum)
            if overflow { return nil }
            hours.sums[hour] = total
        }
        return hours
    }
}

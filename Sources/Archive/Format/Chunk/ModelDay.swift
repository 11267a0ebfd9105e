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
    var states: [State?]
    /// Per layout its counts, slot by slot, bucket by bucket. Zero where a slot doesn't have the layout.
    var counts: [[Int]]
    /// One per slot, in microseconds; zero where it isn't known.
    var sums: [Int]

    /// With all counts and sums zero.
    init(layouts: [BucketLayout], states: [State?]) {
        self.layouts = layouts
        self.states = states
        counts = layouts.map { [Int](repeating: 0, count: states.count * $0.bucketCount) }
        sums = [Int](repeating: 0, count: states.count)
    }

    /// A day of 288 windows or 24 hours, `nil` those in which the model had no data.
    init(slots: [ModelWindow?]) {
        let layouts = Set(slots.flatMap { $0?.histogram.parts.map(\.layout) ?? [] }).sorted()
        let places = Dictionary(uniqueKeysWithValues: layouts.enumerated().map { ($1, $0) })
        self.init(
            layouts: layouts,
            states: slots.map { value in
                value.map {
                    State(
                        quality: $0.quality, sumIsKnown: $0.histogram.sumMicroseconds != nil,
                        layouts: $0.histogram.parts.compactMap { places[$0.layout] })
                }
            })
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

    /// Some neighbouring slots merged, as merging them one by one would; nil where none of them has data.
    func merged(_ slots: Range<Int>, series: SeriesKey) -> ModelWindow? {
        var total: State?
        var sum: Int? = 0
        for slot in slots {
            guard let state = states[slot] else { continue }
            total = total?.merged(with: state) ?? state
            guard let known = sum, state.sumIsKnown else {
                sum = nil
                continue
            }
            let (added, overflow) = known.addingReportingOverflow(sums[slot])
            sum = overflow ? nil : added
        }
        guard let total else { return nil }
        let parts = total.layouts.compactMap { layout in
            Histogram.Part(layout: layouts[layout], counts: bucketSums(layout, slots))
        }
        return ModelWindow(
            series: series, quality: total.quality, histogram: Histogram(parts, sumMicroseconds: sum))
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
        var hours = ModelDay(layouts: layouts, states: Self.hourStates(of: states))
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

    static func hourStates(of windows: [State?]) -> [State?] {
        (0..<UTCDay.hours).map { hour in
            windows[UTCDay.slots(ofHour: hour)].reduce(nil as State?) {
                guard let next = $1 else { return $0 }
                return $0?.merged(with: next) ?? next
            }
        }
    }
}

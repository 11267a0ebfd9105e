import Latency

/// What is known of a day's slots beside their numbers. Neighbours are mostly alike, so that there are few kinds of slots.
struct SlotStates: Equatable {
    /// In the order of their first slots, none twice.
    private var kinds: [ModelDay.State] = []
    /// Of each slot its place in `kinds` plus 1; 0 without data.
    private var places: [UInt16]

    /// A state for each slot, nil for one without data.
    init(_ states: some Sequence<ModelDay.State?>) {
        places = []
        for state in states {
            // Neighbours first: most states are those of the slot before.
            if let last = places.last, state == self.state(at: last) {
                places.append(last)
            } else {
                places.append(place(of: state))
            }
        }
    }

    init(_ runs: [ChunkHeader.Run], slots: Int) {
        places = []
        places.reserveCapacity(slots)
        for run in runs {
            let place = place(of: run.state)
            for _ in 0..<run.length { places.append(place) }
        }
    }

    /// Those of the 24 hours of slots that are shorter: an hour has what all of its slots have in common.
    init(hoursOf runs: [ChunkHeader.Run]) {
        let length = UTCDay.windowsPerHour
        places = []
        places.reserveCapacity(UTCDay.hours)
        var (hour, left): (ModelDay.State?, Int) = (nil, length)
        for run in runs {
            var rest = run.length
            while rest > 0 {
                if left == length, rest >= length {
                    // Mostly all hours of the day are alike.
                    places += repeatElement(place(of: run.state), count: rest / length)
                    rest %= length
                    continue
                }
                if let state = run.state { hour = hour?.merged(with: state) ?? state }
                let taken = Swift.min(rest, left)
                (rest, left) = (rest - taken, left - taken)
                if left == 0 {
                    places.append(place(of: hour))
                    (hour, left) = (nil, length)
                }
            }
        }
    }

    /// Of some neighbouring slots together; nil where none has data.
    func merged(_ slots: Range<Int>) -> ModelDay.State? {
        var (total, last): (ModelDay.State?, UInt16) = (nil, 0)
        for slot in slots where places[slot] != last {
            last = places[slot]
            if let next = state(at: last) { total = total?.merged(with: next) ?? next }
        }
        return total
    }

    /// Which of some slots, at most 32, have data that something is true of: the lowest bit stands for the first one.
    func mask(_ slots: Range<Int>, _ isWanted: (ModelDay.State) -> Bool) -> UInt32 {
        var (mask, last, isLast): (UInt32, UInt16, Bool) = (0, 0, false)
        for slot in slots {
            if places[slot] != last {
                last = places[slot]
                isLast = state(at: last).map(isWanted) ?? false
            }
            if isLast { mask |= 1 << UInt32(slot - slots.lowerBound) }
        }
        return mask
    }

    private func state(at place: UInt16) -> ModelDay.State? { place == 0 ? nil : kinds[Int(place) - 1] }

    private mutating func place(of state: ModelDay.State?) -> UInt16 {
        guard let state else { return 0 }
        if let known = kinds.firstIndex(of: state) { return UInt16(known + 1) }
        kinds.append(state)
        return UInt16(kinds.count)
    }
}

extension SlotStates: RandomAccessCollection {
    var startIndex: Int { 0 }
    var endIndex: Int { places.count }
    subscript(slot: Int) -> ModelDay.State? { state(at: places[slot]) }
}

extension UInt32 {
    /// The places of the bits that are set, lowest first.
    var setBits: some Sequence<Int> {
        sequence(state: self) { (left: inout UInt32) -> Int? in
            if left == 0 { return nil }
            defer { left &= left - 1 }
            return left.trailingZeroBitCount
        }
    }
}

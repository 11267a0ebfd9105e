import Latency

/// What a chunk says before its stream of numbers; see `Chunk`.
struct ChunkHeader {
    /// Neighbouring slots that are alike.
    struct Run {
        let length: Int
        /// Nil for slots without data.
        let state: ModelDay.State?
    }

    let layouts: [BucketLayout]
    /// 288 windows or 24 hours.
    let slots: Int
    let runs: [Run]
    /// Nil in chunks of version 1.
    let totals: Totals?
    let stream: UnsafeRawBufferPointer

    init(_ bytes: UnsafeRawBufferPointer, layouts known: [Int: BucketLayout], mark: UInt32) throws(BodyError) {
        var reader = try ByteReader(
            checked: bytes, versions: Chunk.versionWithoutTotals...Chunk.version, mark: mark)
        switch try reader.byte() {
        case Chunk.kindWindows: slots = UTCDay.windows
        case Chunk.kindHours: slots = UTCDay.hours
        default: throw .malformed
        }
        layouts = try Self.layouts(&reader, known)
        runs = try Self.runs(&reader, slots: slots, layouts: layouts.count)
        totals = bytes[0] == Chunk.versionWithoutTotals ? nil : try Totals(&reader, layouts)
        stream = reader.rest
    }

    private static func layouts(
        _ reader: inout ByteReader, _ known: [Int: BucketLayout]
    ) throws(BodyError) -> [BucketLayout] {
        var layouts: [BucketLayout] = []
        for _ in 0..<(try reader.number()) {
            let id = try reader.number()
            guard let layout = known[id] else { throw .unknownLayout(id) }
            if let last = layouts.last, last >= layout { throw .malformed }
            layouts.append(layout)
        }
        return layouts
    }

    private static func runs(_ reader: inout ByteReader, slots: Int, layouts: Int) throws(BodyError) -> [Run] {
        var runs: [Run] = []
        var left = slots
        while left > 0 {
            let length = try reader.number()
            guard (1...left).contains(length) else { throw .malformed }
            runs.append(Run(length: length, state: try state(&reader, layouts: layouts)))
            left -= length
        }
        return runs
    }

    private static func state(_ reader: inout ByteReader, layouts: Int) throws(BodyError) -> ModelDay.State? {
        let flags = try reader.byte()
        if flags == 0 { return nil }
        guard flags & Chunk.hasData != 0, let quality = Quality(rawValue: flags & ~(Chunk.hasData | Chunk.sumIsKnown))
        else { throw .malformed }
        var places: [Int] = []
        for _ in 0..<(try reader.number()) {
            let place = try reader.number()
            guard place < layouts, places.last.map({ $0 < place }) != false else { throw .malformed }
            places.append(place)
        }
        return ModelDay.State(quality: quality, sumIsKnown: flags & Chunk.sumIsKnown != 0, layouts: places)
    }

    /// - Parameter total: of the whole day; nil for one without data.
    static func encode(
        _ day: ModelDay, kind: UInt8, _ total: ModelDay.Total?, layout: (BucketLayout) throws(ArchiveError) -> Int
    ) throws(ArchiveError) -> [UInt8] {
        var writer = ByteWriter()
        writer.byte(Chunk.version)
        writer.byte(kind)
        writer.number(day.layouts.count)
        for bounds in day.layouts { writer.number(try layout(bounds)) }
        for run in Run.runs(of: day.states) {
            writer.number(run.length)
            guard let state = run.state else {
                writer.byte(0)
                continue
            }
            writer.byte(Chunk.hasData | (state.sumIsKnown ? Chunk.sumIsKnown : 0) | state.quality.rawValue)
            writer.number(state.layouts.count)
            for place in state.layouts { writer.number(place) }
        }
        Totals(total, day.layouts).write(to: &writer)
        return writer.bytes
    }

    /// The states of the slots.
    var states: SlotStates { SlotStates(runs, slots: slots) }

    /// In which hours some sum is known.
    var hoursWithSum: UInt32 { Run.hoursWithSum(runs, slotsPerHour: slots / UTCDay.hours) }
}

extension ChunkHeader.Run {
    static func runs(of states: some Sequence<ModelDay.State?>) -> [Self] {
        var runs: [Self] = []
        for state in states {
            if let last = runs.last, last.state == state {
                runs[runs.count - 1] = Self(length: last.length + 1, state: state)
            } else {
                runs.append(Self(length: 1, state: state))
            }
        }
        return runs
    }

    /// In which hours some sum is known: the lowest bit stands for the first one.
    static func hoursWithSum(_ runs: [Self], slotsPerHour: Int = UTCDay.windowsPerHour) -> UInt32 {
        var (hours, first): (UInt32, Int) = (0, 0)
        for run in runs {
            let last = first + run.length - 1
            if run.state?.sumIsKnown == true {
                for hour in first / slotsPerHour...last / slotsPerHour { hours |= 1 << UInt32(hour) }
            }
            first = last + 1
        }
        return hours
    }
}

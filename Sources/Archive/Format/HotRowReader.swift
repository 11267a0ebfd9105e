import Latency

/// Takes hot rows apart, one after the other, into arrays that it keeps for the next: a day of 50 models has 14,400
/// values, and making memory for each would take longer than reading them.
struct HotRowReader {
    struct Value {
        /// The one that it is added up with: see `HotRowDecoder.leader`.
        let series: Int
        let quality: Quality
        /// In microseconds; nil where it is not known.
        let sum: Int?
        /// Of all parts together.
        let requests: Int
        /// Places in `parts`.
        let parts: Range<Int>
    }

    struct Part {
        /// The layout's id.
        let layout: Int
        /// How many the layout has.
        let buckets: Int
        /// Places in `counts`; the buckets that are beyond have none.
        let counts: Range<Int>
    }

    /// The models of the row that are asked for.
    private(set) var values: [Value] = []
    private(set) var parts: [Part] = []
    private(set) var counts: [Int] = []

    private let decoder: HotRowDecoder
    /// The series of the row before with their leaders, place by place: mostly the next row has the same.
    private var known: [(series: Int, leader: Int?)] = []
    /// The layout of the part before, likewise.
    private var lastLayout: (id: Int, buckets: Int)?

    init(_ decoder: HotRowDecoder) { self.decoder = decoder }

    /// After an error what it holds is of no use.
    mutating func read(_ bytes: UnsafeRawBufferPointer, mark: UInt32) throws(BodyError) {
        values.removeAll(keepingCapacity: true)
        parts.removeAll(keepingCapacity: true)
        counts.removeAll(keepingCapacity: true)
        var reader = try ByteReader(checked: bytes, version: HotRow.version, mark: mark)
        var place = 0
        while reader.remaining > 0 {
            let series = try reader.number()
            let length = try reader.number()
            var rest = try reader.slice(length)
            if let leader = try leader(of: series, at: place) { try readModel(leader, &rest) }
            place += 1
        }
    }

    private mutating func leader(of series: Int, at place: Int) throws(BodyError) -> Int? {
        if place < known.count, known[place].series == series { return known[place].leader }
        let found = (series: series, leader: try decoder.leader(of: series))
        if place < known.count { known[place] = found } else { known.append(found) }
        return found.leader
    }

    private mutating func readModel(_ series: Int, _ reader: inout ByteReader) throws(BodyError) {
        let flags = try reader.byte()
        guard let quality = Quality(rawValue: flags & ~HotRow.sumIsKnown) else { throw .malformed }
        let sum = flags & HotRow.sumIsKnown == 0 ? nil : try reader.zigzag()
        let first = parts.count
        var requests = 0
        while reader.remaining > 0 { try readPart(&reader, &requests) }
        guard parts.count > first || sum == 0 else { throw .malformed }
        values.append(
            Value(series: series, quality: quality, sum: sum, requests: requests, parts: first..<parts.count))
    }

    private mutating func readPart(_ reader: inout ByteReader, _ requests: inout Int) throws(BodyError) {
        let id = try reader.number()
        let buckets = try bucketCount(ofLayout: id)
        let used = try reader.number()
        guard used <= buckets else { throw .malformed }
        let first = counts.count
        for _ in 0..<used {
            let count = try reader.number()
            let (sum, overflow) = requests.addingReportingOverflow(count)
            guard !overflow else { throw .malformed }
            requests = sum
            counts.append(count)
        }
        parts.append(Part(layout: id, buckets: buckets, counts: first..<counts.count))
    }

    private mutating func bucketCount(ofLayout id: Int) throws(BodyError) -> Int {
        if let lastLayout, lastLayout.id == id { return lastLayout.buckets }
        guard let layout = decoder.layouts[id] else { throw .unknownLayout(id) }
        lastLayout = (id, layout.bucketCount)
        return layout.bucketCount
    }
}

import Latency

/// Reads what `HotRow` writes, or damaged bytes, of which it accepts none whose checksum is wrong.
struct HotRowDecoder {
    /// What comes of every series of the source; nil for those to be skipped.
    let series: [Int: SeriesKey?]
    let layouts: [Int: BucketLayout]
    /// The series that others are added up with because the same comes of them, by the ids of these; each of all others is
    /// its own.
    private let leaders: [Int: Int]

    /// - Parameter merges: whether the same may come of several series.
    init(series: [Int: SeriesKey?], layouts: [Int: BucketLayout], merges: Bool = false) {
        (self.series, self.layouts) = (series, layouts)
        leaders = merges ? Self.leaders(of: series) : [:]
    }

    private static func leaders(of series: [Int: SeriesKey?]) -> [Int: Int] {
        var (leaders, first): ([Int: Int], [SeriesKey: Int]) = ([:], [:])
        for (id, key) in series.sorted(by: { $0.key < $1.key }) {
            guard let key else { continue }
            if let leader = first[key] { leaders[id] = leader } else { first[key] = id }
        }
        return leaders
    }

    /// Those that are not skipped, as ascending stretches.
    var wanted: [Range<Int>] { NumberSet(series.lazy.filter { $0.value != nil }.map(\.key)).stretches }

    /// The series that a series is added up with, mostly itself; nil for one to be skipped.
    func leader(of id: Int) throws(BodyError) -> Int? {
        guard let key = series[id] else { throw .unknownSeries(id) }
        return key == nil ? nil : leaders[id] ?? id
    }

    /// The models, in the order of their names as far as the writer kept it. Empty for an empty window.
    /// `mark` is that of the row's place.
    func decode(_ bytes: UnsafeRawBufferPointer, mark: UInt32 = 0) throws(BodyError) -> [ModelWindow] {
        var sum = HotRowMerger(self)
        try sum.add(bytes, mark: mark)
        return sum.takeModels()
    }
}

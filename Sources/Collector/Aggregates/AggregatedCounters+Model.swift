import Latency
import Prometheus

extension AggregatedCounters.Model {
    /// Keeps the order of bounds; what is no number comes last.
    mutating func insert(_ column: AggregatedCounters.Column) {
        var place = buckets.count
        while place > 0, !(buckets[place - 1].bound <= column.bound || column.bound.isNaN) { place -= 1 }
        buckets.insert(column, at: place)
    }

    /// The same model's counters at the boundaries of two answers, one behind the other.
    ///
    /// - Parameter boundaries: how many each of the answers has.
    func followed(by later: Self, boundaries: (before: Int, after: Int)) -> Self {
        let bounds = Dictionary((buckets + later.buckets).map { ($0.le, $0.bound) }) { first, _ in first }
        var both = Self()
        let columns = Self.joined(
            buckets.map { ($0.le, $0.values) }, later.buckets.map { ($0.le, $0.values) }, boundaries)
        for (le, values) in columns { both.insert(.init(le: le, bound: bounds[le] ?? .nan, values: values)) }
        both.ranges = Self.joined(
            ranges.map { ($0.range, $0.values) }, later.ranges.map { ($0.range, $0.values) }, boundaries
        ).map { .init(range: $0, values: $1) }
        let keyed = { (values: [Double]) in values.isEmpty ? [] : [(0, values)] }
        both.sums = Self.joined(keyed(sums), keyed(later.sums), boundaries).first?.values ?? []
        if !native.isEmpty || !later.native.isEmpty {
            both.native =
                (native.isEmpty ? Array(repeating: nil, count: boundaries.before) : native)
                + (later.native.isEmpty ? Array(repeating: nil, count: boundaries.after) : later.native)
        }
        return both
    }

    /// Columns of two answers: those of one key behind each other, and nothing where one answer lacks them.
    private static func joined<Key: Hashable>(
        _ earlier: [(Key, [Double])], _ later: [(Key, [Double])], _ boundaries: (before: Int, after: Int)
    ) -> [(key: Key, values: [Double])] {
        var rest = Dictionary(later) { first, _ in first }
        let none = { (count: Int) in [Double](repeating: AggregatedCounters.absent, count: count) }
        let known = earlier.map { key, values in
            (key: key, values: values + (rest.removeValue(forKey: key) ?? none(boundaries.after)))
        }
        return known + rest.map { (key: $0, values: none(boundaries.before) + $1) }
    }
}

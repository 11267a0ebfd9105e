import Latency

/// Values by series. Stretches that follow each other mostly have the same series in the same order, so that one is found where it
/// is expected: beside the one before.
struct BySeries<Value> {
    /// In the order in which they were first seen.
    private(set) var all: [(key: SeriesKey, value: Value)] = []
    private var places: [SeriesKey: Int] = [:]
    private var expected = 0

    /// In place.
    subscript(key: SeriesKey, default none: @autoclosure () -> Value) -> Value {
        mutating get { all[place(of: key, none)].value }
        _modify {
            let place = place(of: key, none)
            yield &all[place].value
        }
    }

    /// nil where there is none.
    subscript(key: SeriesKey) -> Value? { places[key].map { all[$0].value } }

    private mutating func place(of key: SeriesKey, _ none: () -> Value) -> Int {
        if expected == all.count { expected = 0 }
        if expected < all.count, all[expected].key == key {
            expected += 1
            return expected - 1
        }
        let place = places[key] ?? all.count
        if place == all.count {
            places[key] = place
            all.append((key, none()))
        }
        expected = place + 1
        return place
    }
}

extension BySeries: Sendable where Value: Sendable {}

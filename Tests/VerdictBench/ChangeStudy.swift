import Incidents
import Latency
import Statistics

/// What change points are found in a simulated year with one step in the middle, or with none.
struct ChangeStudy {
    let scenario: Scenario
    let layout: BucketLayout
    let shift: Double

    private static let days = 365

    func rates(seed: UInt64) -> (rates: Rates, falseOurs: Int, falseOtava: Int) {
        let step = 120 + Int(seed % 120)
        // Sometime within that day.
        let start = step * 86_400 + Int(seed / 120 % 24) * 3600
        let incident = shift == 1 ? nil : Incident(latency: shift, start: start)
        let year = Month(scenario, layout: layout, seed: seed, incident: incident, days: Self.days)
        let days = (0..<Self.days).map { year.histogram($0..<$0 + 1) }
        let blocks = days.indices.map { year.block($0..<$0 + 1) }
        let ours = ChangeDetection(blocks, cycle: days.indices.map { $0 % 7 })?.points().map(\.index) ?? []
        let otava = Otava.points(days.map { $0.quantile(0.95)?.value ?? 0 })
        var rates = Rates()
        guard shift != 1 else {
            rates.add("a false change in a year", !ours.isEmpty)
            rates.add("a false change in a year, Otava on p95", !otava.isEmpty)
            return (rates, ours.count, otava.count)
        }
        func near(_ place: Int) -> Bool { abs(place * 86_400 - start) <= 86_400 }
        rates.add("step found", ours.contains { abs($0 - step) <= 7 })
        rates.add("step placed within a day", ours.contains(where: near))
        rates.add("step found, Otava on p95", otava.contains { abs($0 - step) <= 7 })
        rates.add("step placed within a day, Otava on p95", otava.contains(where: near))
        return (
            rates, ours.count { abs($0 - step) > 7 }, otava.count { abs($0 - step) > 7 }
        )
    }
}

/// The method of Apache Otava (docs/MATH.md) on one number a day: E-divisive in windows of 50 with a step of half of that, a t-test at
/// p < 0.001 instead of permutations, then those taken back that don't hold between their neighbours.
enum Otava {
    static func points(_ values: [Double]) -> [Int] {
        var places: Set<Int> = []
        var start = 0
        while start < values.count {
            let end = min(values.count, start + 50)
            divide(values, start..<end, into: &places)
            if end == values.count { break }
            start += 25
        }
        var sorted = places.sorted()
        while let weakest = weakest(values, sorted), weakest.p >= 0.001 { sorted.removeAll { $0 == weakest.place } }
        return sorted
    }

    private static func divide(_ values: [Double], _ range: Range<Int>, into places: inout Set<Int>) {
        guard let division = EnergyDivision(values[range], shortest: 2),
            p(values, range.lowerBound..<division.index, division.index..<range.upperBound) < 0.01
        else { return }
        places.insert(division.index)
        divide(values, range.lowerBound..<division.index, into: &places)
        divide(values, division.index..<range.upperBound, into: &places)
    }

    private static func weakest(_ values: [Double], _ places: [Int]) -> (place: Int, p: Double)? {
        let ends = [0] + places + [values.count]
        return places.indices.map { index in
            (places[index], p(values, ends[index]..<ends[index + 1], ends[index + 1]..<ends[index + 2]))
        }.max { $0.1 < $1.1 }
    }

    private static func p(_ values: [Double], _ before: Range<Int>, _ after: Range<Int>) -> Double {
        let (n, m) = (Double(before.count), Double(after.count))
        guard n + m > 2 else { return 1 }
        let (mean, later) = (values[before].reduce(0, +) / n, values[after].reduce(0, +) / m)
        let squares =
            values[before].reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
            + values[after].reduce(0) { $0 + ($1 - later) * ($1 - later) }
        let variance = squares / (n + m - 2)
        return StudentT.twoSided((later - mean) / (variance * (1 / n + 1 / m)).squareRoot(), degrees: n + m - 2)
    }
}

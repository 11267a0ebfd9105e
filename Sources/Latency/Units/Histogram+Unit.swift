extension Histogram {
    /// The same counts in the same bounds, of a metric that is in another unit than its sum was taken for.
    ///
    /// The sum is kept in whole microseconds: going to a greater unit, what was rounded grows with it. Below 1,000
    /// microseconds that is more than a thousandth of it, and the sum is unknown; so is one beyond what can be stored.
    package func reinterpreted(from old: LatencyUnit, to new: LatencyUnit) -> Histogram {
        let factor = new.microseconds(1) / old.microseconds(1)
        return Histogram(
            parts,
            sumMicroseconds: sumMicroseconds.flatMap { sum in
                if sum == 0, requests == 0 { return 0 }
                if factor > 1, abs(sum) < 1000 { return nil }
                return Int(exactly: (Double(sum) * factor).rounded())
            })
    }
}

import Glibc

extension Histogram {
    /// The same counts with bounds in another unit: so those of sources are added up that have different ones.
    ///
    /// Bounds are rounded to 12 significant digits, so that 1.1 s and 1,100 ms are one bound; where that would make two of
    /// them one, they are not rounded.
    package func converted(from old: LatencyUnit, to new: LatencyUnit) -> Histogram {
        if old == new { return self }
        let factor = old.microseconds(1) / new.microseconds(1)
        return Histogram(
            parts.map { part in
                let bounds = part.layout.upperBounds.map { $0 * factor }
                let layout = BucketLayout(upperBounds: bounds.map(Self.rounded)) ?? BucketLayout(upperBounds: bounds)
                return layout.flatMap { Part(layout: $0, counts: part.counts) } ?? part
            }, sumMicroseconds: sumMicroseconds)
    }

    private static func rounded(_ bound: Double) -> Double {
        guard bound > 0 else { return bound }
        let exponent = 11 - Int(log10(bound).rounded(.down))
        // Powers of ten are exact up to 22.
        guard 0...22 ~= exponent else { return bound }
        let scale = pow(10, Double(exponent))
        return (bound * scale).rounded() / scale
    }
}

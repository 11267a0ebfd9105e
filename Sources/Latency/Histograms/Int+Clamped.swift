extension Int {
    /// The sum of two counts, neither negative, or `Int.max` where that is too large for 63 bits.
    @inlinable
    package func addingClamped(_ other: Int) -> Int {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? .max : sum
    }
}

extension Sequence<Int> {
    /// The sum of counts, none negative, or `Int.max` where that is too large for 63 bits.
    @inlinable
    package var clampedSum: Int { reduce(0) { $0.addingClamped($1) } }
}

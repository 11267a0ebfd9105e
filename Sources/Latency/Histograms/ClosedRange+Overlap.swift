extension ClosedRange {
    /// What both have; nil where that is nothing.
    package func overlap(with other: ClosedRange) -> ClosedRange? { overlaps(other) ? clamped(to: other) : nil }
}

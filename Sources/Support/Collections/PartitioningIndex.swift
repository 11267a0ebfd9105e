extension RandomAccessCollection {
    /// The first place of an element of which a condition holds, or the end, in logarithmic time: those of which it does not hold
    /// come first.
    @inlinable
    package func partitioningIndex(where holds: (Element) -> Bool) -> Index {
        var (first, left) = (startIndex, count)
        while left > 0 {
            let half = left / 2
            let middle = index(first, offsetBy: half)
            if holds(self[middle]) {
                left = half
            } else {
                first = index(after: middle)
                left -= half + 1
            }
        }
        return first
    }
}

import Latency

/// How far a run is, told after every slice.
package struct CollectionProgress: Sendable {
    /// What the slice has stored, oldest first.
    package let stored: [CollectedWindow]
    /// Windows that were asked for so far, of all that were due at the start.
    package let done: Int
    package let total: Int
}

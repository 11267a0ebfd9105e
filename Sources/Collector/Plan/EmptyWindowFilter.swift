import Latency

/// Decides which windows of a backfill are stored, while its slices come in, newest first.
///
/// A window before the first collected one, for which the server has nothing, is stored as one without data only once
/// data is found before it. Else a backfill that reaches back further than the server remembers would fill the archive
/// with windows that say that nothing was there, where nobody knows.
struct EmptyWindowFilter {
    private let collectedFrom: Window
    /// Windows without data, newer than all that have come since.
    private var held: [CollectedWindow] = []

    /// - Parameter collectedFrom: the first window that was collected before, or is to be stored in any case.
    init(collectedFrom: Window) { self.collectedFrom = collectedFrom }

    /// Takes the next slice, oldest window first, and gives what can be stored now.
    mutating func windowsToStore(of slice: [CollectedWindow]) -> [CollectedWindow] {
        let withheld = slice.prefix { $0.models.isEmpty && $0.window < collectedFrom }
        var stored = Array(slice.dropFirst(withheld.count))
        if !stored.isEmpty {
            stored += held
            held = []
        }
        held = withheld + held
        return stored
    }
}

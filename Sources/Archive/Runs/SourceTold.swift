/// Where a source's unit comes from. The raw values are stored: they never change.
package enum UnitOrigin: String, CaseIterable, Sendable {
    /// Somebody said so.
    case told
    /// The table of known metrics.
    case table
    /// The metric's name.
    case name
    /// Nothing: it was taken for seconds.
    case guess
    /// Unknown: it was stored by a version that did not write it down, and what is known now says otherwise.
    case before
}

/// What was said of a source, so that it is said once. nil for what never was, and for archives from before.
package struct SourceTold: Hashable, Sendable {
    package let unitOrigin: UnitOrigin?
    /// How the table of known metrics has it otherwise.
    package let disagreement: String?

    package init(unitOrigin: UnitOrigin? = nil, disagreement: String? = nil) {
        self.unitOrigin = unitOrigin
        self.disagreement = disagreement
    }
}

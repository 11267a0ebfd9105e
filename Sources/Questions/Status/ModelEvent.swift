import Archive
import Latency

/// What happened to a model at a moment: a mark, as its page shows it.
package struct ModelEvent: Hashable, Sendable {
    package typealias Kind = Mark.Kind

    /// Seconds since 1970 UTC.
    package let at: Int
    package let text: String
    package let kind: Kind

    package init(at: Int, text: String, kind: Kind) { (self.at, self.text, self.kind) = (at, text, kind) }
}

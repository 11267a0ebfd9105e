import Latency
import Support

/// A mark that a program found, under a key that it has whoever finds it, and however often.
package struct KeyedMark: Hashable, Sendable {
    package let mark: Mark
    package let key: String

    /// - Parameters:
    ///   - source: the name of the source in which it was found.
    ///   - occasion: what tells it from others of its kind, source and model.
    package init(_ mark: Mark, of source: Name, occasion: String) {
        self.mark = mark
        let hash = StableHash.of(source.text, mark.model?.text ?? "", mark.model == nil ? "all" : "one", occasion)
        key = "\(mark.kind.rawValue) \(String(hash, radix: 16))"
    }
}

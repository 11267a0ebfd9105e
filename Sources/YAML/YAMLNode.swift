/// A value of a YAML file, and where it stands. Scalars are text: what `no`, `4.1` or `1e3` is depends on who asks.
package struct YAMLNode: Hashable, Sendable {
    package let position: YAMLPosition
    package let content: Content

    package indirect enum Content: Hashable, Sendable {
        case scalar(Scalar)
        case sequence([YAMLNode])
        /// In the order of the file; no key is there twice.
        case mapping([Pair])
    }

    package struct Scalar: Hashable, Sendable {
        package let text: String
        /// Whether it has neither quotes nor a block's sign. `key:` has such a value, which is empty.
        package let isPlain: Bool

        package init(_ text: String, isPlain: Bool) {
            (self.text, self.isPlain) = (text, isPlain)
        }
    }

    package struct Pair: Hashable, Sendable {
        package let key: String
        package let keyPosition: YAMLPosition
        package let value: YAMLNode

        package init(key: String, keyPosition: YAMLPosition, value: YAMLNode) {
            (self.key, self.keyPosition, self.value) = (key, keyPosition, value)
        }
    }

    package init(_ position: YAMLPosition, _ content: Content) {
        (self.position, self.content) = (position, content)
    }

    /// Whether nothing stands behind a key: `sources:`, with all that was below it commented out.
    package var isEmpty: Bool {
        if case .scalar(let scalar) = content { scalar.isPlain && scalar.text.isEmpty } else { false }
    }
}

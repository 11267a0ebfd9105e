import Latency

/// A source that an archive knows.
package struct Source: Hashable, Sendable {
    /// Its number in this archive, from 1, in the order in which sources were first seen.
    package let id: Int
    package let description: SourceDescription
    package let told: SourceTold

    package init(id: Int, description: SourceDescription, told: SourceTold = SourceTold()) {
        self.id = id
        self.description = description
        self.told = told
    }
}

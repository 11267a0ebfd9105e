import Support

/// A store whose surroundings may be wrong: a server, its settings, the way to it.
package protocol ExaminedStore: AnyObject {
    /// What there is to say, also where all is well.
    func examine() throws(ArchiveError) -> [StoreFinding]
}

/// What was found out about a store.
package struct StoreFinding: Sendable {
    package let subject: String
    package let text: String
    /// What to do about it; nil where all is well.
    package let advice: Hint?

    package init(_ subject: String, _ text: String, advice: Hint? = nil) {
        (self.subject, self.text, self.advice) = (subject, text, advice)
    }
}

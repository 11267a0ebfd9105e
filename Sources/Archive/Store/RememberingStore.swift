/// A store to which the way may be long, and which may go by what it has answered before.
package protocol RememberingStore: AnyObject {
    /// Whether reads may be of the instant of an earlier one, until it writes. One that is opened to read still sees one
    /// instant in each.
    var remembers: Bool { get set }
}

extension Archive {
    /// Runs `body`, whose reads may be of the instant of an earlier one of them until it writes: for those who ask one
    /// question, and those who plan by what they read and whose transactions look again.
    package func remembering<Result, Failure: Error>(
        _ body: () throws(Failure) -> Result
    ) throws(Failure) -> Result {
        guard let store = store.remembering, !store.remembers else { return try body() }
        store.remembers = true
        defer { store.remembers = false }
        return try body()
    }
}

/// Where an archive's rows lie. A store knows rows and their keys; what bodies say, how they are merged, sealed and
/// checked, knows `Archive` alone.
///
/// Each verb is one trip to the store, whatever it takes along. All throw `ArchiveError` and have then changed nothing that
/// stays. Texts go in and come out byte by byte, zeros among them. For one task at a time.
package protocol ArchiveStore: AnyObject, CatalogueStore, BodyStore, RecordStore {
    /// What people call it: a file's path.
    var path: String { get }

    // MARK: Transactions

    /// Runs `body` once, with nobody else writing rows of these sources meanwhile, or of any where they are nil. All that it
    /// does is stored, or, whatever throws, none of it.
    ///
    /// Throws `ArchiveError.interrupted` for what may go well when it is done again: whether it was stored is then not
    /// known. `Archive` does it again.
    func write(_ sources: [Int]?, _ body: () throws(ArchiveError) -> Void) throws(ArchiveError)

    /// Runs `body` once; its reads all see what was stored at the first of them. Inside a `write`, or another `read`, they
    /// see what that one does.
    ///
    /// - Parameter limit: after which reads fail with `ArchiveError.tookTooLong`, and before which the state that is seen is
    ///   settled; nil for none.
    func read(within limit: Duration?, _ body: () throws(ArchiveError) -> Void) throws(ArchiveError)

    // MARK: What not every store is

    /// Itself, where it is one; nil where not. A cast would have Swift look through all conformances of the program, which takes
    /// longer than many a question.
    var leasing: (any LeasingStore)? { get }
    var remembering: (any RememberingStore)? { get }
    var replicated: (any ReplicatedStore)? { get }
    var examined: (any ExaminedStore)? { get }

    // MARK: The whole

    /// A number that changes when somebody else has committed, and only then.
    var changes: Int { get throws(ArchiveError) }
    /// Which of its commits it is at, without waiting for anybody: see `Archive.version`. nil where it can't be told.
    var version: Archive.Version? { get throws(ArchiveError) }
    /// Whether nothing has cut off its end; inside a `read`.
    var isWhole: Bool { get throws(ArchiveError) }
    func size() throws(ArchiveError) -> ArchiveSize
    /// Gives what holds nothing back, some at a time, so that nobody waits for long.
    func releaseFreeSpace() throws(ArchiveError)
    /// Hands what is wrong with its own structures to `finding`, a line each; with `isQuick` only what is soon looked at.
    func check(isQuick: Bool, _ finding: (String) -> Void) throws(ArchiveError)
}

extension ArchiveStore {
    package var leasing: (any LeasingStore)? { nil }
    package var remembering: (any RememberingStore)? { nil }
    package var replicated: (any ReplicatedStore)? { nil }
    package var examined: (any ExaminedStore)? { nil }
}

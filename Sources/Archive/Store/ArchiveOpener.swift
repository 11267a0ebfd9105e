import Support

/// Opens archives wherever they lie. The composition root hands it to whoever opens some, so that nobody else knows which
/// stores there are.
///
/// A location is what `--db` takes: today the path of a file. All throw `ArchiveError`, `ArchiveError.missing` where there
/// is no archive.
package protocol ArchiveOpener: Sendable {
    /// To ask questions of it: what lies there is left as it is.
    func reading(at location: String) throws(ArchiveError) -> Archive
    /// To change what is in it; brings it to this version where needed.
    func updating(at location: String) throws(ArchiveError) -> Archive
    /// To collect into it; makes it where there is none, though not what it lies in, and brings it to this version.
    func creating(at location: String) throws(ArchiveError) -> Archive

    /// Which store a location names now, without waiting for anybody: another one after it was replaced. nil where there is
    /// none, or none that may be looked at.
    func identity(of location: String) -> ArchiveIdentity?

    /// What whoever looks after the archive should know of its store, beside what is wrong with its content; nil where all
    /// is usual.
    func remark(on archive: Archive) -> StoreRemark?
    /// The libraries that its stores need, as this machine has them.
    var libraries: [StoreLibrary] { get }
}

/// A store, told apart from any other that is at its location before or after.
package struct ArchiveIdentity: Hashable, Sendable {
    private let first, second: UInt64

    /// Whatever an opener tells its stores apart by.
    package init(_ first: UInt64, _ second: UInt64) { (self.first, self.second) = (first, second) }
}

/// Something odd about a store, and what to do about it.
package struct StoreRemark: Sendable {
    package let text: String
    package let advice: Hint

    package init(_ text: String, advice: Hint) { (self.text, self.advice) = (text, advice) }
}

/// A library that a store needs.
package struct StoreLibrary: Sendable {
    package let name: String
    package let version: String
    /// What to do where it is too old; nil where it isn't.
    package let advice: Hint?

    package init(_ name: String, version: String, advice: Hint?) {
        (self.name, self.version, self.advice) = (name, version, advice)
    }
}

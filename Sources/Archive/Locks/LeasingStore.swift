import Latency

/// A store that many machines share, so that no file's lock keeps their collections apart. Who holds a lease keeps others
/// from the same work, by the store's clock, until it has not renewed it for minutes; every commit renews what its store
/// holds. A lease saves work and is no guard of what is stored: whoever is late commits what is true, too.
package protocol LeasingStore: AnyObject {
    /// False while somebody else holds it.
    func take(_ lease: Lease) throws(ArchiveError) -> Bool
    /// Nothing where somebody else holds it by now.
    func giveBack(_ lease: Lease) throws(ArchiveError)
}

/// What one may do for all: collect a source, or what else `SourceLock.Purpose` knows.
package struct Lease: Hashable, Sendable {
    package let source: Name
    package let metric: Name
    package let purpose: String
    /// Machine, process, and a random number: nobody else's.
    package let holder: String

    init(_ source: Name, _ metric: Name, _ purpose: SourceLock.Purpose) {
        (self.source, self.metric, self.purpose) = (source, metric, purpose.suffix)
        let process = LockHolder.current().text.prefix { $0 != "\n" }
        holder = "\(process) \(UInt64.random(in: 0...UInt64.max))"
    }
}

import Latency

/// What was collected, kept for years: in a SQLite file, or wherever a store keeps rows.
///
/// For one task at a time; two processes, or two instances, may use one store.
package final class Archive {
    package let store: any ArchiveStore
    var catalogue = Catalogue()
    /// What the catalogue was read from: `ArchiveStore.changes` at that time.
    private var catalogueVersions: [Int: Int] = [:]
    /// Which of its rows a source lacked when its catalogue was read, and which lay elsewhere.
    private(set) var missing: [Int: Misplaced] = [:]
    /// What the transaction at hand has changed of what sources should have.
    var changedInventories: [Int: Inventory] = [:]
    /// What the read at hand has left out so far; nil where none is. See `read`.
    var found: Damages?
    let retries: Retries
    /// So many series of a day are read at once when it is sealed: a file is read as a whole for all of them, see `HotParts`.
    package var seriesSealedAtOnce: Int
    /// How many transactions and reads there are inside each other at the moment.
    var depth = 0
    /// Whether the read at hand has given away what can't be taken back: then it can't be done again.
    var hasHandedOut = false

    package init(store: any ArchiveStore, retries: Retries = Retries()) {
        (self.store, self.retries) = (store, retries)
        seriesSealedAtOnce = store.leasing != nil ? 2 * HotParts.seriesAtOnce : 8192
    }

    /// What people call it: a file's path, as it was named.
    package var path: String { store.path }

    /// Whether many machines may have it open, which ask a server for it.
    package var isShared: Bool { store.leasing != nil }

    /// How what is read stands to what was stored last, where it is on a replica, which can't tell by itself; nil where it is not:
    /// what a file has is all there is. Takes seconds where the primary does not answer.
    package var replicaState: ReplicaState? {
        get throws(ArchiveError) { try store.replicated?.replicaState }
    }

    /// When what is read was stored at the latest, where it is on a replica, in seconds since 1970 UTC; nil where it is not.
    package var replicaCommit: Int? {
        get throws(ArchiveError) { try store.replicated?.replicaCommit }
    }

    /// Has the catalogue know all that a source's rows may refer to in the snapshot or transaction that this is called in.
    func refreshCatalogue(of source: Source) throws(ArchiveError) {
        let version = try store.changes
        if catalogue.series(of: source.id) == nil || catalogueVersions[source.id] != version {
            try catalogue.load([source.id], from: store)
            missing[source.id] = try misplaced(of: source)
            catalogueVersions[source.id] = version
        }
        for damage in brokenParts(of: source) { report(damage) }
    }

    /// After it ids may be others' than they were.
    func forgetCatalogue() {
        catalogue = Catalogue()
        catalogueVersions = [:]
    }

    /// Has what was missed looked for again: it may be back.
    func doubtCatalogue() { catalogueVersions = [:] }
}

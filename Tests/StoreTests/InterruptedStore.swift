import Archive
import Latency

/// A store that is interrupted on command, before or after its verbs. A transaction is two: its commit is the second, before
/// which nothing has happened; after the first all has, and nobody is told which.
final class InterruptedStore: ArchiveStore {
    let inner: any ArchiveStore
    private let fails: (_ verb: Int, _ isAfter: Bool) -> Bool
    /// How many verbs there were.
    private(set) var verbs = 0

    init(_ inner: any ArchiveStore, fails: @escaping (_ verb: Int, _ isAfter: Bool) -> Bool) {
        (self.inner, self.fails) = (inner, fails)
    }

    func verb<Result>(_ body: () throws(ArchiveError) -> Result) throws(ArchiveError) -> Result {
        verbs += 1
        let own = verbs
        if fails(own, false) { throw interruption }
        let result = try body()
        if fails(own, true) { throw interruption }
        return result
    }

    private var interruption: ArchiveError { .interrupted(path: path, reason: "on command") }

    var path: String { inner.path }

    func write(_ sources: [Int]?, _ body: () throws(ArchiveError) -> Void) throws(ArchiveError) {
        try verb { () throws(ArchiveError) in
            try inner.write(sources) { () throws(ArchiveError) in
                try body()
                try verb {}
            }
        }
    }

    func read(within limit: Duration?, _ body: () throws(ArchiveError) -> Void) throws(ArchiveError) {
        try verb { () throws(ArchiveError) in try inner.read(within: limit, body) }
    }

    var changes: Int { get throws(ArchiveError) { try verb { () throws(ArchiveError) in try inner.changes } } }

    var version: Archive.Version? {
        get throws(ArchiveError) { try inner.version }
    }

    var isWhole: Bool { get throws(ArchiveError) { try inner.isWhole } }

    var hasInventories: Bool {
        get throws(ArchiveError) { try verb { () throws(ArchiveError) in try inner.hasInventories } }
    }

    func size() throws(ArchiveError) -> ArchiveSize {
        try verb { () throws(ArchiveError) in try inner.size() }
    }

    func releaseFreeSpace() throws(ArchiveError) {
        try verb { () throws(ArchiveError) in try inner.releaseFreeSpace() }
    }

    func check(isQuick: Bool, _ finding: (String) -> Void) throws(ArchiveError) {
        try verb { () throws(ArchiveError) in try inner.check(isQuick: isQuick, finding) }
    }
}

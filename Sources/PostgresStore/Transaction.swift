import Archive

/// A transaction or a read, as far as the store knows of it.
struct Transaction {
    enum Kind: Equatable {
        case reading
        /// nil: rows of all sources.
        case writing(sources: [Int]?)
    }

    let kind: Kind
    /// After which reading takes too long; nil without a limit.
    var limit: ContinuousClock.Instant?
    /// Whether the server knows of it: it is told with the first statement.
    var hasBegun = false
    /// Whether it has gone by what was read before it.
    var hasRecalled = false
    /// Whether many rows are changed, which may take its time.
    var isLong = false
    /// What goes along with the next question.
    var queued: [Statement] = []
    var queuedBytes = 0
    /// Series that go along behind it, all in one statement.
    var series: [StoredSeries] = []
    /// The numbers of series, by source, where some are new.
    var names: [Int: [SeriesName: Int]] = [:]
    /// Why it is over.
    var failure: ArchiveError?
    /// How things were when it began.
    var seen: Seen?
    /// The stamps of what is written, added up.
    var ownStamp = 0
    /// What is known of the parts of hot windows, by source and window.
    var parts: [Int: [Int: HotParts]] = [:]
    /// The next numbers in tables whose numbers nobody else gives meanwhile.
    var numbers: [NumberedTable: Int] = [:]

    init(_ kind: Kind, limit: ContinuousClock.Instant? = nil) { (self.kind, self.limit) = (kind, limit) }

    /// Whether something is not sent yet.
    var isWaiting: Bool { !queued.isEmpty || !series.isEmpty }

    /// Has what comes after it find the series that were added.
    mutating func queueSeries() {
        guard !series.isEmpty else { return }
        queued.append(PostgresStore.addition(of: series))
        series = []
    }

    /// Milliseconds after which the server gives up on a statement.
    var statementTimeout: Int {
        guard let limit else { return 100_000 }
        let left = limit - .now
        return max(1, Int(left.components.seconds * 1000 + left.components.attoseconds / 1_000_000_000_000_000))
    }
}

/// What a series of a source is, as it is stored.
struct SeriesName: Hashable {
    let model: [UInt8]
    let labels: [UInt8]
}

/// What a server's newest commits are.
struct Seen {
    /// The stamps of all sources, added up.
    let stamp: Int
    /// Seconds since 1970 UTC; 0 before any.
    let newestCommit: Int
    let isReplica: Bool
}

/// Counts the commits of others by the stamps that all of them leave.
struct CommitCount {
    /// What the stamps add up to where nobody else has committed; nil where that is not known.
    private var expected: Int?
    private(set) var number = 0

    mutating func see(_ stamp: Int) {
        if stamp != expected { number += 1 }
        expected = stamp
    }

    /// After a commit of our own.
    mutating func change(by difference: Int) { expected = expected.map { $0 + difference } }

    /// Another server may answer now, which lacks what was stored last.
    mutating func doubt() { expected = nil }
}

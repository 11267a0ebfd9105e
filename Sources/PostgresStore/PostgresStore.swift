import Archive

/// An archive's rows in PostgreSQL: the only folder that knows its SQL. All tables lie in the schema `metricsctl`.
///
/// Nothing is kept between transactions, neither settings nor locks: a pooler in transaction mode may stand in between, and
/// whoever is connected again goes on as before. What is only written waits for the next question and goes along with it,
/// so that a transaction takes few round trips; a row that is refused may then be told by the verb after it.
package final class PostgresStore: ArchiveStore {
    let name: String
    let purpose: Connection.Purpose
    var link: Connection?
    /// Since when nothing has been heard of the server; nil while it answers, and before it was ever asked.
    var silentSince: ContinuousClock.Instant?
    /// What was known when the primary did not answer, and until when it is not asked again.
    var silence: (stamp: Int, end: ContinuousClock.Instant)?
    /// Whether the schema was looked at on this connection.
    var isChecked = false

    /// The transaction or read at hand; nil outside.
    var current: Transaction?
    /// What is known of commits: see `changes`.
    var commits = CommitCount()
    /// What nobody else does meanwhile: every commit renews them.
    var leases: Set<Lease> = []
    /// What of small tables is known.
    var memory = StoreMemory()
    package var remembers = false
    /// Sealed days that were read ahead.
    var ahead = ChunksAhead()

    init(name: String, purpose: Connection.Purpose) {
        (self.name, self.purpose) = (name, purpose)
    }

    package var path: String { name }

    // MARK: Connections

    /// How long a server that has answered before is waited for: a failover takes some 20 s.
    private static let patience = Duration.seconds(60)
    /// How long one that has never answered is waited for where it says that it will.
    private static let firstPatience = Duration.seconds(10)

    /// The connection, made where there is none. Whoever collects waits for a server that was there a moment ago.
    func connection() throws(ArchiveError) -> Connection {
        if let link, !link.isBroken { return link }
        guard current?.hasBegun != true else { throw .interrupted(path: path, reason: "the connection is lost") }
        let isFirst = link == nil && silentSince == nil
        (link, isChecked) = (nil, false)
        commits.doubt()
        memory = StoreMemory()
        let began = silentSince ?? .now
        var failures = 0
        while true {
            do throws(PostgresFailure) {
                let made = try Connection(to: name, for: purpose, until: current?.limit)
                (link, silentSince) = (made, nil)
                return made
            } catch {
                if let limit = current?.limit, .now >= limit { throw .tookTooLong(path: path) }
                silentSince = isFirst ? nil : began
                let waits = isFirst ? error.isPassing : !error.isDenial && purpose == .writing
                let patience = isFirst ? Self.firstPatience : Self.patience
                guard waits, ContinuousClock.now - began < patience else { throw refusal(error, isFirst: isFirst) }
            }
            failures += 1
            Pause.random(after: failures)
        }
    }

    private func refusal(_ failure: PostgresFailure, isFirst: Bool) -> ArchiveError {
        if failure.isDenial { return .denied(path: path, reason: failure.text) }
        // A reader's archive tries again by itself.
        if !isFirst, purpose == .reading { return .interrupted(path: path, reason: failure.text) }
        return .unreachable(path: path, reason: failure.text)
    }

    // MARK: Asking

    /// What a statement answers, in the transaction at hand or in one of its own.
    func ask(_ sql: String, _ parameters: Parameter...) throws(ArchiveError) -> Rows {
        try ask(Statement(sql, parameters))
    }

    func ask(_ statement: Statement) throws(ArchiveError) -> Rows {
        let rows = try send([statement])
        guard let last = rows.last else { throw .failed(path: path, reason: "no answer") }
        return last
    }

    /// Does something of which no answer is needed.
    func run(_ sql: String, _ parameters: Parameter...) throws(ArchiveError) { try run(sql, parameters) }

    func run(_ sql: String, _ parameters: [Parameter]) throws(ArchiveError) { try run(Statement(sql, parameters)) }

    func run(_ statement: Statement) throws(ArchiveError) {
        guard current != nil else {
            _ = try send([statement])
            return
        }
        current?.queued.append(statement)
        current?.queuedBytes += statement.bytes
        if let bytes = current?.queuedBytes, bytes > Self.maximumQueued { _ = try send([]) }
    }

    private static let maximumQueued = 8 << 20
    /// How long an answer may take: of what changes many rows, and of all else.
    private static let (longLimit, usualLimit) = (Duration.seconds(3600), Duration.seconds(120))

    /// Sends statements behind those that wait, and returns the answers of all of them.
    func send(_ statements: [Statement], isCommit: Bool = false) throws(ArchiveError) -> [Rows] {
        if let failure = current?.failure { throw failure }
        if let limit = current?.limit, .now >= limit { throw .tookTooLong(path: path) }
        let link = try connection()
        let opening = opening()
        current?.queueSeries()
        let all = opening + (current?.queued ?? []) + statements
        current?.queued = []
        current?.queuedBytes = 0
        current?.hasBegun = true
        let answer = Result { () throws(PostgresFailure) in try link.run(all, until: deadline) }
        do throws(ArchiveError) {
            switch answer {
            case .success(let rows):
                if !opening.isEmpty { try readOpening(Array(rows[..<opening.count])) }
                return Array(rows[opening.count...])
            case .failure(let failure):
                if link.isBroken { silentSince = silentSince ?? .now }
                throw error(failure, isCommit: isCommit)
            }
        } catch {
            // What has failed once is over, whatever its body makes of it.
            current?.failure = error
            throw error
        }
    }

    private var deadline: ContinuousClock.Instant {
        // The server itself should be the first to notice.
        if let limit = current?.limit { return limit + .seconds(2) }
        return .now + (current?.isLong == true ? Self.longLimit : Self.usualLimit)
    }

    private func error(_ failure: PostgresFailure, isCommit: Bool) -> ArchiveError {
        if let limit = current?.limit, .now >= limit { return .tookTooLong(path: path) }
        return failure.error(path: path, isCommit: isCommit)
    }
}

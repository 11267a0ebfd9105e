import CPostgres
import Glibc

/// A connection to a server, for one task at a time. What is asked goes through a pipeline: several statements in one round
/// trip, none of them with a name, so that a pooler in transaction mode may stand in between.
package final class Connection {
    private let handle: OpaquePointer
    /// Ends of batches that nobody has waited for: see `post`.
    private var unread: [Int] = []
    /// Whether nothing can be asked any more.
    private(set) var isBroken = false

    /// What a connection is for.
    package enum Purpose: Sendable {
        /// Any host that answers, also a replica.
        case reading
        /// The primary.
        case writing
        /// The primary, without much patience.
        case asking
    }

    /// Tries the hosts that a name has, one after the other.
    ///
    /// - Parameter limit: after which no more is tried.
    init(to name: String, for purpose: Purpose, until limit: ContinuousClock.Instant? = nil) throws(PostgresFailure) {
        if let reason = cpostgres_open() { throw PostgresFailure(state: nil, String(cString: reason)) }
        var attempt = ConnectionAttempt(Self.settings(name, purpose), until: limit)
        let opened = try attempt.connect()
        guard cpostgres_begin_pipeline(opened) != 0 else {
            let text = String(cString: cpostgres_connection_message(opened))
            cpostgres_finish(opened)
            throw PostgresFailure(state: nil, text)
        }
        handle = opened
    }

    deinit { cpostgres_finish(handle) }

    /// What comes later wins; `dbname` brings what the name says.
    private static func settings(_ name: String, _ purpose: Purpose) -> [(String, String)] {
        var settings = [
            ("fallback_application_name", "metricsctl"), ("connect_timeout", "5"), ("keepalives_idle", "30"),
            ("keepalives_interval", "10"), ("keepalives_count", "3"), ("tcp_user_timeout", "30000"),
            ("dbname", name), ("client_encoding", "UTF8"),
        ]
        // Only who asks for Kerberos: to find out that there are no credentials takes its time.
        if getenv("PGGSSENCMODE") == nil, !name.contains("gssencmode"), !name.contains("service") {
            settings.append(("gssencmode", "disable"))
        }
        if purpose != .reading, !name.contains("target_session_attrs") {
            settings.append(("target_session_attrs", "read-write"))
        }
        if purpose == .asking { settings.append(("connect_timeout", "2")) }
        return settings
    }

    /// 150018 is 15.18.
    var serverVersion: Int { Int(cpostgres_server_version(handle)) }
    var usesTLS: Bool { cpostgres_uses_tls(handle) != 0 }
    /// A name, an address, or the folder of a socket.
    var host: String { cpostgres_host(handle).map { String(cString: $0) } ?? "" }
    var user: String { cpostgres_user(handle).map { String(cString: $0) } ?? "" }

    // MARK: Asking

    /// Runs statements in one round trip and returns what each has answered. The first that fails is thrown, and those after
    /// it are not done.
    func run(
        _ statements: [Statement], until deadline: ContinuousClock.Instant
    ) throws(PostgresFailure) -> [Rows] {
        try send(statements)
        while !unread.isEmpty { _ = try? readBatch(of: unread.removeFirst(), until: deadline) }
        if isBroken { throw failure() }
        return try readBatch(of: statements.count, until: deadline)
    }

    /// Sends a statement for whose answer nobody waits.
    func post(_ statement: Statement) {
        guard !isBroken, (try? send([statement])) != nil else { return }
        unread.append(1)
        if cpostgres_flush(handle) < 0 { isBroken = true }
    }

    private func send(_ statements: [Statement]) throws(PostgresFailure) {
        for statement in statements {
            guard send(statement) else { throw failure() }
        }
        guard cpostgres_sync(handle) != 0 else { throw failure() }
    }

    private func send(_ statement: Statement) -> Bool {
        let parameters = statement.parameters
        // Never empty, so that it has an address.
        var all: [UInt8] = []
        for parameter in parameters { all += parameter.bytes ?? [] }
        all.append(0)
        var offset = 0
        return all.withUnsafeBytes { all in
            let start = all.bindMemory(to: CChar.self).baseAddress
            var values: [UnsafePointer<CChar>?] = []
            for parameter in parameters {
                values.append(parameter.bytes == nil ? nil : start.map { $0 + offset })
                offset += parameter.bytes?.count ?? 0
            }
            let isBinary = [Int32](repeating: 1, count: parameters.count)
            return cpostgres_send(
                handle, statement.sql, Int32(parameters.count), parameters.map(\.type), values,
                parameters.map { Int32($0.bytes?.count ?? 0) }, isBinary) != 0
        }
    }

    private func readBatch(of count: Int, until deadline: ContinuousClock.Instant) throws(PostgresFailure) -> [Rows] {
        var (all, first): ([Rows], PostgresFailure?) = ([], nil)
        for _ in 0..<count {
            while let result = try nextResult(until: deadline) {
                switch cpostgres_result_status(result) {
                case cpostgres_status_failed:
                    first = first ?? Self.failure(of: result)
                    cpostgres_clear(result)
                case cpostgres_status_aborted: cpostgres_clear(result)
                default: all.append(Rows(result))
                }
            }
        }
        guard let end = try nextResult(until: deadline) else {
            isBroken = true
            throw first ?? failure()
        }
        let isEnd = cpostgres_result_status(end) == cpostgres_status_synced
        if !isEnd, first == nil { first = Self.failure(of: end) }
        cpostgres_clear(end)
        if !isEnd { isBroken = true }
        if let first { throw first }
        guard all.count == count else { throw PostgresFailure(state: nil, "an answer is missing") }
        return all
    }

    private func nextResult(until deadline: ContinuousClock.Instant) throws(PostgresFailure) -> OpaquePointer? {
        while true {
            let unsent = cpostgres_flush(handle)
            if unsent < 0 { throw failure() }
            if unsent == 0, cpostgres_is_busy(handle) == 0 { return cpostgres_next_result(handle) }
            try wait(forWriting: unsent > 0, until: deadline)
            guard cpostgres_consume(handle) != 0 else { throw failure() }
        }
    }

    private func wait(forWriting: Bool, until deadline: ContinuousClock.Instant) throws(PostgresFailure) {
        let events = POLLIN | (forWriting ? POLLOUT : 0)
        guard Socket.wait(for: events, on: cpostgres_socket(handle), until: deadline) else {
            isBroken = true
            throw PostgresFailure(state: nil, Self.silence)
        }
    }

    static let silence = "no answer came in time"

    /// Of the connection, which is not used any more.
    private func failure() -> PostgresFailure {
        isBroken = true
        return PostgresFailure(state: nil, String(cString: cpostgres_connection_message(handle)))
    }

    private static func failure(of result: OpaquePointer) -> PostgresFailure {
        PostgresFailure(
            state: cpostgres_result_state(result).map { String(cString: $0) },
            cpostgres_result_message(result).map { String(cString: $0) } ?? "it failed")
    }
}

import Archive
import Support

/// Why a statement, or a connection, has failed.
struct PostgresFailure: Error {
    /// SQLSTATE (https://www.postgresql.org/docs/current/errcodes-appendix.html); nil where the connection has failed.
    let state: String?
    /// One line.
    let text: String

    init(state: String?, _ text: String) {
        self.state = state
        // libpq tells several hosts' reasons in several lines.
        self.text = SystemReason.lowered(text.singleLine(limit: 500))
    }

    /// What the archive makes of it.
    ///
    /// Whatever may go well on another connection, or another host, is an interruption: the transaction is done again, and
    /// may be done twice. So is every failure of a COMMIT of which it is not known that it did not happen.
    func error(path: String, isCommit: Bool = false) -> ArchiveError {
        guard let state else { return .interrupted(path: path, reason: text) }
        switch state {
        case "42P01", "3F000": return .missing(path: path)
        case "28000", "28P01", "42501", "3D000": return .denied(path: path, reason: text)
        case "53100": return .full(path: path)
        case "57014": return .tookTooLong(path: path)
        case "22021", "22P02", "54000", "0A000": return .failed(path: path, reason: text)
        default:
            let isTransient = Self.transient.contains(state) || Self.transientClasses.contains(String(state.prefix(2)))
            // A commit that was refused by a constraint has not happened; Citus tells of lost workers with XX000.
            let isUnknown = isCommit && !state.hasPrefix("23")
            return isTransient || isUnknown
                ? .interrupted(path: path, reason: text) : .failed(path: path, reason: text)
        }
    }

    /// Serialization, deadlock, lock timeout, shutdown, a primary that is none any more, too many connections; and a key
    /// that somebody else has stored since it was looked for: a layout or a name that is new to two collectors at once.
    private static let transient: Set<String> = [
        "40001", "40P01", "40003", "55P03", "57P01", "57P02", "57P03", "57P05", "25006", "25P03", "53300", "23505",
    ]
    /// Failures of connections, and those of the server's surroundings.
    private static let transientClasses: Set<String> = ["08"]

    /// Whether a server may take a connection later which it has refused. A refusal has no SQLSTATE, but comes in English
    /// from libpq, and nearly always from servers.
    var isPassing: Bool {
        let reasons = [
            "too many", "connection slots", "starting up", "shutting down", "recovery", "read-only", "hot standby",
        ]
        return reasons.contains { text.contains($0) }
    }

    /// Whether another attempt would be refused likewise.
    var isDenial: Bool {
        ["authentication", "does not exist", "no pg_hba.conf entry", "no password"].contains { text.contains($0) }
    }
}

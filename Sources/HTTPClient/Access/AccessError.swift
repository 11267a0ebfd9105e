import Support

/// Why the files that say how to get at a server can't be used. Their contents are never repeated.
package enum AccessError: ExplainedError, Hashable {
    /// Not there, not for us to read, or too large to be what it should be.
    case unreadable(path: String, String)
    /// Read, but not what it should be; with the line's number where one is to blame.
    case malformed(path: String, line: Int?, reason: String)
    /// A netrc file without an entry for the server.
    case noLogin(path: String, host: String)
    /// Several of the files hold an `Authorization`.
    case ambiguous

    package var message: String {
        switch self {
        case .unreadable(let path, let reason): "cannot read \(path): \(reason)"
        case .malformed(let path, let line, let reason):
            "cannot use \(path): \(line.map { "line \($0): " } ?? "")\(reason)"
        case .noLogin(let path, let host): "cannot use \(path): it has no entry for \(host)"
        case .ambiguous: "the credential files contain more than one Authorization header"
        }
    }

    package var hint: Hint? {
        switch self {
        case .unreadable: "cron and services run as another user: check who may read the file"
        case .malformed: nil
        case .noLogin(_, let host): "add a line to it: machine \(host) login NAME password PASSWORD"
        case .ambiguous: "use one of \(.bearerTokenFile), \(.netrc) and an Authorization in \(.headerFile)"
        }
    }
}

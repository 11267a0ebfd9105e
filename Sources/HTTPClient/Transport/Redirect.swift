/// A redirect that may be followed: to the same host and port, or from http to https on the same host.
///
/// Others are refused. What a query returns from elsewhere is not what was asked for, and mostly it is a login page.
struct Redirect {
    let url: String
    let origin: ServerURL

    /// `target`: an absolute URL; `current`: where it was answered; `server`: what errors name.
    init(
        to target: String, from current: ServerURL, of server: ServerURL, hiding secrets: Secrets = Secrets()
    ) throws(TransportError) {
        let scheme = target.prefix { $0 != ":" }
        let afterScheme = target.dropFirst(scheme.count + "://".count)
        let authority = afterScheme.prefix { !"/?#\\".contains($0) }
        let host = authority.split(separator: "@", omittingEmptySubsequences: false).last ?? ""
        let rest = afterScheme.dropFirst(authority.count)
        let path = rest.prefix { $0 != "?" && $0 != "#" }

        func refused(_ problem: TransportError.RedirectProblem) -> TransportError {
            // Without user, password and query, which may be secrets.
            let shown = secrets.line("\(scheme)://\(host)\(path)", limit: 120)
            return .redirected(server: server.text, target: shown, problem: problem)
        }

        guard let origin = try? ServerURL("\(scheme)://\(host)") else { throw refused(.notHTTP) }
        guard origin.host == current.host else { throw refused(.anotherHost) }
        guard origin.isEncrypted || !current.isEncrypted else { throw refused(.unencrypted) }
        let isUpgrade = origin.isEncrypted && !current.isEncrypted
        guard isUpgrade || origin.port == current.port else { throw refused(.anotherPort) }
        self.origin = origin
        url = origin.text + rest
    }
}

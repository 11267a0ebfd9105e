import Archive

extension NotifySettings {
    package enum Target: Hashable, Sendable {
        case command(String)
        case webhook(NotifyURL)
        case slack(NotifyURL)
        case alertmanager(NotifyURL)

        /// Under which archives keep what it was told. Of an address, which may be secret, no more than its origin and a
        /// checksum that tells two of one origin apart.
        var identity: String {
            switch self {
            case .command(let path): "command \(path)"
            case .webhook(let url): "webhook \(url.identity)"
            case .slack(let url): "slack \(url.identity)"
            case .alertmanager(let url): "alertmanager \(url.identity)"
            }
        }
    }
}

extension NotifyURL {
    fileprivate var identity: String { "\(origin.text) \(Checksum.text(of: path))" }
}

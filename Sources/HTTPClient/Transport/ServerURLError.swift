import Support

/// Why a text is no usable server URL. Texts inside are fit for printing; credentials are never among them.
package enum ServerURLError: ExplainedError, Hashable {
    /// No text at all.
    case empty
    /// An @: a user or password. What stands there is not repeated.
    case credentials
    /// `localhost:9090`.
    case noScheme(String)
    /// Another scheme than http and https.
    case scheme(String)
    /// No host, or characters that no host has.
    case host(String)
    /// No number from 1 to 65535 after the colon.
    case port(String)
    /// Spaces or other characters that must be percent-encoded.
    case path(String)
    /// A `?` or `#`. A token might follow: not repeated.
    case query

    package var message: String {
        switch self {
        case .empty: "the server's URL is empty"
        case .credentials: "the server's URL contains a user or password"
        case .noScheme(let text): "the server's URL '\(text)' has no scheme"
        case .scheme(let scheme): "the server's URL has the scheme '\(scheme)': only http and https are supported"
        case .host(let text): "the server's URL '\(text)' has no valid host"
        case .port(let text): "the server's URL '\(text)' has no valid port"
        case .path(let text): "the server's URL '\(text)' has a path with characters that a URL can't have"
        case .query: "the server's URL has a query or fragment (a part that begins with ? or #)"
        }
    }

    package var hint: Hint? {
        switch self {
        case .empty, .scheme, .host: "give it as in http://localhost:9090"
        case .credentials:
            "credentials don't belong into a URL or crontab, where others can read them (write an @ of the path as %40)"
        case .noScheme(let text): "try http://\(text)"
        case .port: "ports are numbers from 1 to 65535"
        case .path: "percent-encode them: a space is %20"
        case .query: "leave it out: the base URL ends with the host, the port or a path"
        }
    }

    /// At most 200 characters, none of them a control character.
    static func quotable(_ text: String) -> String { text.singleLine(limit: 200) }
}

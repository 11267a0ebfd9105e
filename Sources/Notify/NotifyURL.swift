import HTTPClient
import Prometheus

/// An address to send to. All but its origin may be secret: no message shows more.
package struct NotifyURL: Hashable, Sendable {
    /// Scheme, host and port.
    let origin: ServerURL
    /// Without a slash in front, with its query.
    let path: String

    /// Refuses (nil) what is no http or https URL, and credentials in front of the host.
    package init?(_ text: String) {
        let base = text.prefix { $0 != "?" }
        let query = text[base.endIndex...]
        guard query.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "#") }),
            let server = try? ServerURL(String(base)), let origin = try? ServerURL(server.origin)
        else { return nil }
        self.origin = origin
        path = String(server.text.dropFirst(server.origin.count).drop { $0 == "/" }) + query
    }

    /// For people: no more than the origin.
    package var shown: String { path.isEmpty ? origin.text : origin.text + "/…" }

    private init(_ origin: ServerURL, _ path: String) {
        self.origin = origin
        self.path = path
    }

    /// The address below this one; a query stays behind.
    func below(_ name: String) -> NotifyURL {
        let base = path.prefix { $0 != "?" }
        return NotifyURL(origin, (base.isEmpty ? "" : base + "/") + name + path[base.endIndex...])
    }
}

import NIOHTTP1

/// The `X-Forwarded-Prefix` header: the part of the visitor's path that a proxy has taken away.
///
/// Anybody can send it, so it is taken only where it can do no more than lead to another path of the same host.
enum ForwardedPrefix {
    static let name = "X-Forwarded-Prefix"
    private static let maximumBytes = 256

    /// `/status/`, whether it was sent with or without its last slash; nil where there is none, several, or one that isn't
    /// just segments of letters, digits and `-._~`.
    static func path(_ headers: HTTPHeaders) -> String? {
        let values = headers[name]
        guard values.count == 1, let value = values.first, value.utf8.count <= maximumBytes else { return nil }
        var segments = value.split(separator: "/", omittingEmptySubsequences: false)
        if segments.last == "" { segments.removeLast() }
        // A second slash in front would name a host.
        guard segments.count > 1, segments.first == "", segments.dropFirst().allSatisfy(isPlain) else { return nil }
        return segments.joined(separator: "/") + "/"
    }

    private static func isPlain(_ segment: Substring) -> Bool {
        guard !segment.isEmpty, segment != ".", segment != ".." else { return false }
        return segment.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                true
            default: false
            }
        }
    }
}

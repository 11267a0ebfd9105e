import FoundationEssentials
import Glibc
import Support

/// What is sent to a server and nobody else may read. A server or proxy that repeats a request in its answer must not bring
/// it into a message, a log or the archive.
///
/// Texts of fewer than four characters are no secrets: they would be found in every other word.
package struct Secrets: Sendable {
    private static let minimumBytes = 4
    /// Of a piece of a secret: what is left of it where a page escapes the characters in between, as in `a&#43;b`.
    private static let minimumPieceBytes = 6

    /// The longest first: one may begin with another.
    private var texts: [[UInt8]] = []

    package init() {}

    /// - Parameter proxies: URLs with credentials before an @, as the environment has them.
    init(_ access: ServerAccess, proxies: [String] = []) {
        var found: [String] = []
        for (name, value) in access.headers { found += Self.secrets(in: value, ofHeader: name) }
        if let login = access.login { found += Self.secrets(of: login.user, login.password) }
        for proxy in proxies {
            let authority = proxy.split(separator: "://").last?.prefix { !"/?#".contains($0) } ?? ""
            guard let end = authority.lastIndex(of: "@") else { continue }
            let login = authority[..<end].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            let words = login.map(Self.percentDecoded)
            found += Self.secrets(of: words[0], words.count > 1 ? words[1] : "") + login.dropFirst().map(String.init)
        }
        let whole = found.map { Array($0.utf8) }.filter { $0.count >= Self.minimumBytes }
        let pieces = whole.flatMap { $0.split { !Self.isNeverEscaped($0) } }.filter {
            $0.count >= Self.minimumPieceBytes
        }
        texts = Set(whole + pieces.map { Array($0) }).sorted { $0.count > $1.count }
    }

    /// The URLs of proxies that libcurl takes from the environment.
    static var environmentProxies: [String] {
        let names = ["http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"]
        return names.compactMap { name in getenv(name).map { String(cString: $0) } }
    }

    /// The text with … in place of each secret, on one line; see `singleLine`. The cut comes last: half a secret is not
    /// found any more.
    package func line(_ text: String, limit: Int) -> String { masked(text).singleLine(limit: limit) }

    private func masked(_ text: String) -> String {
        guard !texts.isEmpty else { return text }
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        var position = 0
        while position < bytes.count {
            let rest = bytes[position...]
            if let secret = texts.first(where: { $0[0] == bytes[position] && rest.starts(with: $0) }) {
                result += "…".utf8
                position += secret.count
            } else {
                result.append(bytes[position])
                position += 1
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// Of an `Authorization`, the scheme is none: `Bearer`.
    private static func secrets(in value: String, ofHeader name: String) -> [String] {
        let words = value.pieces(by: " ", most: 2)
        guard name.lowercased().hasSuffix("authorization"), words.count == 2 else { return [value] }
        guard words[0].lowercased() == "basic", let pair = Data(base64Encoded: words[1]) else { return [words[1]] }
        let login = String(decoding: pair, as: UTF8.self).pieces(by: ":", most: 2)
        return [words[1]] + login.dropFirst()
    }

    /// The password, and what basic authentication makes of it.
    private static func secrets(of user: String, _ password: String) -> [String] {
        [password, Data("\(user):\(password)".utf8).base64EncodedString()]
    }

    private static func percentDecoded(_ text: Substring) -> String {
        var bytes: [UInt8] = []
        var rest = text.utf8
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), rest.count >= 2, let code = UInt8(Substring(rest.prefix(2)), radix: 16) {
                bytes.append(code)
                rest.removeFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func isNeverEscaped(_ byte: UInt8) -> Bool {
        0x30...0x39 ~= byte || 0x61...0x7A ~= byte | 0x20 || byte >= 0x80 || "-_.~".utf8.contains(byte)
    }
}

import FoundationEssentials
import Latency

/// The tokens that let people in: as a bearer token (RFC 6750), or as the password of any user (RFC 7617), so that a
/// browser can ask for it.
package struct AccessTokens: Sendable {
    /// Shorter ones can be guessed.
    package static let minimumLength = 16

    private let tokens: [[UInt8]]

    /// One token a line, so that a new one can be handed out before the old one is taken away; empty lines don't count.
    package init(text: String) throws(Fault) {
        let lines = text.split(whereSeparator: \.isNewline).map { $0.filter { $0 != " " && $0 != "\t" } }
        tokens = lines.filter { !$0.isEmpty }.map { Array($0.utf8) }
        guard !tokens.isEmpty else { throw .none }
        guard tokens.allSatisfy({ $0.count >= AccessTokens.minimumLength }) else { throw .short }
    }

    /// What is wrong with a file of tokens.
    package enum Fault: Error {
        /// No token is in it.
        case none
        /// A token has fewer than 16 bytes.
        case short
    }

    package func hasAny(of others: AccessTokens) -> Bool { !Set(tokens).isDisjoint(with: others.tokens) }

    /// Whether an `Authorization` header holds one of the tokens.
    func admit(_ header: String?) -> Bool {
        guard let header, let space = header.unicodeScalars.firstIndex(of: " ") else { return false }
        let credentials = header.unicodeScalars[space...].drop { $0 == " " }
        switch header[..<space].lowercased() {
        case "bearer": return isKnown(Array(String(credentials).utf8))
        case "basic":
            guard let pair = Data(base64Encoded: String(credentials)),
                let colon = pair.firstIndex(of: UInt8(ascii: ":"))
            else { return false }
            return isKnown(Array(pair[pair.index(after: colon)...]))
        default: return false
        }
    }

    /// Takes as long however many of the bytes are right, so that the time does not tell.
    private func isKnown(_ given: [UInt8]) -> Bool {
        var found = false
        for token in tokens {
            var difference = UInt8(token.count == given.count ? 0 : 1)
            for index in token.indices { difference |= token[index] ^ (index < given.count ? given[index] : 0) }
            if difference == 0 { found = true }
        }
        return found
    }
}

import NIOHTTP1

/// Whether a request offers to go on in another protocol (RFC 9110, 7.8), as the parser sees it.
enum ProtocolOffer {
    case none
    /// The parser stops behind the request.
    case made
    /// The parser may stop, or not: nothing that comes behind can be trusted to be a request.
    case unclear

    init(_ head: HTTPRequestHead) {
        guard head.method != .CONNECT else {
            self = .unclear
            return
        }
        guard head.headers.contains(name: "Upgrade") else {
            self = .none
            return
        }
        let options = head.headers["Connection"].map { $0.lowercased() }
        let tokens = options.flatMap { $0.split(separator: ",").map { $0.drop { $0 == " " } } }
        if tokens.contains(where: { $0.prefix { $0 != " " } == "upgrade" && $0.dropFirst(7).allSatisfy { $0 == " " } })
        {
            self = .made
        } else {
            self = options.contains { $0.contains("upgrade") } ? .unclear : .none
        }
    }
}

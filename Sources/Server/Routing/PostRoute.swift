import NIOCore
import NIOHTTP1

/// Something that is asked with a body. It changes nothing.
enum PostRoute: String, CaseIterable {
    /// Prometheus' remote read.
    case remoteRead = "/api/v1/read"
    /// The Model Context Protocol.
    case agent = "/mcp"

    /// With or without one last slash.
    init?(path: String) {
        self.init(rawValue: path.hasSuffix("/") ? String(path.dropLast()) : path)
    }

    /// Whether it is there at all. Agents are let in by tokens alone: a browser has what else lets people in, and asks for any page.
    func isOffered(by settings: ServerSettings) -> Bool {
        switch self {
        case .remoteRead: true
        case .agent: settings.tokens != nil
        }
    }

    /// What is said where it is not offered; nil of what is always there.
    var need: String? {
        switch self {
        case .remoteRead: nil
        case .agent: "agents are answered where serve has a --token-file"
        }
    }

    var mostBodyBytes: Int { 64 << 10 }

    private var contentType: String {
        switch self {
        case .remoteRead: "application/x-protobuf"
        case .agent: "application/json"
        }
    }

    /// What is answered to a request that is not of this route's kind.
    func refusal(of request: HTTPRequestHead, _ body: RequestBody) -> Response? {
        switch request.method {
        case .POST: break
        case .OPTIONS: return Response(.noContent, headers: ["Allow": "POST, OPTIONS"])
        default:
            return .failure(
                .methodNotAllowed, "\(request.method.rawValue) is not allowed here", headers: ["Allow": "POST, OPTIONS"]
            )
        }
        let type = request.headers.first(name: "Content-Type")?.prefix { $0 != ";" && $0 != " " }
        guard type?.lowercased() == contentType else {
            return .failure(.unsupportedMediaType, "the Content-Type must be \(contentType)")
        }
        return .refusing(body, longerThan: mostBodyBytes)
    }
}

extension Response {
    static let withoutBody = failure(.badRequest, "the request has no body")

    /// What is answered where a body was not taken in; nil where it was.
    static func refusing(_ body: RequestBody, longerThan mostBytes: Int) -> Response? {
        switch body {
        case .tooLong: failure(.payloadTooLarge, "the body is longer than \(mostBytes) bytes")
        case .crowded:
            failure(.serviceUnavailable, "too many requests at once, try again", headers: ["Retry-After": "5"])
        case .none, .bytes: nil
        }
    }

    /// Without what lets pages of other origins read it.
    var forOwnOrigin: Response {
        var response = self
        for name in ["Access-Control-Allow-Origin", "Access-Control-Expose-Headers"] {
            response.headers.remove(name: name)
        }
        return response
    }
}

import NIOHTTP1

/// Something that changes the archive when it is asked for by its method. There is none unless the server has tokens for it.
enum WriteRoute: Equatable {
    /// The marks, to which one is added.
    case marks
    /// A mark, which is removed.
    case mark(Int)

    /// What is said where nobody may write.
    static let need = "marks are written where serve has a --write-token-file"
    private static let path = "/api/marks"

    /// As they are asked for.
    static let requests = ["POST \(path)/", "DELETE \(path)/ID"]

    /// With or without one last slash.
    init?(path: String) {
        let bare = path.hasSuffix("/") ? path.dropLast() : path[...]
        if bare == Self.path {
            self = .marks
            return
        }
        guard bare.hasPrefix(Self.path + "/") else { return nil }
        let number = bare.dropFirst(Self.path.count + 1)
        guard number.utf8.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }), let id = Int(number) else {
            return nil
        }
        self = .mark(id)
    }

    private var method: HTTPMethod {
        switch self {
        case .marks: .POST
        case .mark: .DELETE
        }
    }

    /// The `Allow` header.
    private var methods: String {
        switch self {
        case .marks: Response.methods + ", POST"
        case .mark: "DELETE, OPTIONS"
        }
    }

    /// How much of a request's body is taken in.
    var mostBodyBytes: Int {
        switch self {
        case .marks: 4 << 10
        case .mark: 0
        }
    }

    /// False of what reads here, or what a browser asks before it reads.
    func isAsked(by request: HTTPRequestHead) -> Bool {
        guard self == .marks else { return true }
        switch request.method {
        case .GET, .HEAD: return false
        case .OPTIONS:
            let wanted = request.headers.first(name: "Access-Control-Request-Method") ?? "GET"
            return wanted != "GET" && wanted != "HEAD"
        default: return true
        }
    }

    /// What is answered to a request by another method than that which writes; nil where it is that one.
    func refusal(of request: HTTPRequestHead) -> Response? {
        switch request.method {
        case method: nil
        case .OPTIONS: Response(.noContent, headers: ["Allow": methods])
        default:
            .failure(
                .methodNotAllowed, "\(request.method.rawValue) is not allowed here", headers: ["Allow": methods])
        }
    }
}

import NIOCore
import NIOHTTP1
import Rendering

/// How a client is told of failures: as JSON, or, where somebody with a browser asked for a page, as one.
enum ErrorFormat {
    case json
    case page(Language, path: String, top: String?, policy: String)

    /// Programs that read the API take anything; browsers name HTML. What is under `/api` is for programs alone.
    init(for resource: Resource?, _ path: String, _ headers: HTTPHeaders, ancestors: FrameAncestors) {
        guard resource?.isPage ?? !path.hasPrefix("/api/"),
            headers[canonicalForm: "Accept"].contains(where: { $0.lowercased().hasPrefix("text/html") })
        else {
            self = .json
            return
        }
        self = .page(
            Language(accepting: headers.first(name: "Accept-Language") ?? ""), path: path,
            top: ForwardedPrefix.path(headers), policy: Content.pagePolicy(ancestors))
    }

    func reply(_ status: HTTPResponseStatus, _ message: String) -> Response {
        switch self {
        case .json: return .failure(status, message)
        case .page(let language, let path, let top, let policy):
            let page = FailurePage(message: message, language: language, path: path, top: top)
            return Response(
                status, policy: policy,
                headers: ["Content-Type": Content.html, "Cache-Control": "no-store"],
                body: ByteBuffer(string: page.markup.text))
        }
    }
}

import Archive
import NIOCore
import NIOHTTP1
import Questions
import Rendering

/// Answers requests: HTTP in, HTTP out; what is in the bodies comes from the resources.
struct Responder: Sendable {
    /// Longer ones are refused: a question with a model's name needs a few hundred bytes.
    static let maximumTargetLength = 16_000

    private let settings: ServerSettings
    private let desk: ResponseCache
    private let remoteRead: RemoteRead
    /// nil where nobody may write.
    private let writer: ArchiveWriter?
    private let agents: AgentDesk
    private let publicRoutes: PublicRoutes?

    init(settings: ServerSettings) {
        self.settings = settings
        let desk = ResponseCache(settings: settings)
        self.desk = desk
        remoteRead = RemoteRead(settings: settings)
        writer = ArchiveWriter(settings: settings)
        agents = AgentDesk(settings: settings)
        publicRoutes = settings.publicPage.map { PublicRoutes($0, settings: settings, desk: desk) }
    }

    /// How much of a request's body is taken in; nobody's but of those who may ask.
    func mostBodyBytes(of request: HTTPRequestHead) -> Int {
        let path = RequestTarget(request.uri).path
        if publicRoutes == nil, let writer, let route = WriteRoute(path: path) {
            return writer.mostBodyBytes(of: request, for: route)
        }
        guard publicRoutes == nil, request.method == .POST, let route = PostRoute(path: path),
            route.isOffered(by: settings),
            refusal(of: request, nil) == nil
        else { return 0 }
        return route.mostBodyBytes
    }

    /// Hands the reply to `send` once: before this returns where it is kept, else later, from another thread.
    func respond(
        to request: HTTPRequestHead, body: RequestBody = .none, send: @escaping @Sendable (Response) -> Void
    ) {
        guard settings.logsRequests else { return reply(to: request, body, send: send) }
        let start = ContinuousClock.now
        reply(to: request, body) { reply in
            let milliseconds = (ContinuousClock.now - start) / .milliseconds(1)
            let line =
                "\(request.method.rawValue) \(request.uri.prefix(Responder.maximumTargetLength)) \(reply.status.code)"
            settings.log(TerminalText.harmless("\(line) \(DecimalText.oneDecimal(milliseconds)) ms"))
            send(reply)
        }
    }

    private func reply(
        to request: HTTPRequestHead, _ body: RequestBody, send: @escaping @Sendable (Response) -> Void
    ) {
        if let publicRoutes { return publicRoutes.reply(to: request, send: send) }
        guard request.uri.utf8.count <= Responder.maximumTargetLength else {
            return send(.failure(.uriTooLong, "the URL is longer than \(Responder.maximumTargetLength) bytes"))
        }
        guard request.namesItsHost else {
            return send(.failure(.badRequest, "the request must have one Host header"))
        }
        let target = RequestTarget(request.uri)
        if let route = PostRoute(path: target.path), route.isOffered(by: settings) {
            return answer(route, request, body, send: send)
        }
        if let writer, let route = WriteRoute(path: target.path), route.isAsked(by: request) {
            return writer.answer(route, request, body) { send($0.forOwnOrigin) }
        }
        let resource = RouteTable.resource(at: target.path)
        if let refusal = refusal(of: request, resource) { return send(refusal) }
        let form = ErrorFormat(
            for: resource, target.path, request.headers, ancestors: settings.frameAncestors)
        guard let resource else {
            let need = PostRoute(path: target.path)?.need.map { ": \($0)" } ?? ""
            return send(form.reply(.notFound, "there is nothing at \(target.path)\(need)"))
        }
        switch request.method {
        case .GET, .HEAD:
            if let place = target.place(of: resource) { return send(.moved(to: place)) }
            answer(resource, target, request.headers, form, send: send)
        case .OPTIONS: send(Responder.preflight)
        default:
            let isWriting = WriteRoute(path: target.path) != nil
            let reason = isWriting ? WriteRoute.need : "this API is read-only"
            send(.notAllowed(request.method.rawValue, because: reason))
        }
    }

    /// Pages of other origins may not read what is answered here.
    private func answer(
        _ route: PostRoute, _ request: HTTPRequestHead, _ body: RequestBody,
        send: @escaping @Sendable (Response) -> Void
    ) {
        if let refusal = refusal(of: request, nil) ?? route.refusal(of: request, body) {
            return send(refusal.forOwnOrigin)
        }
        guard case .bytes(let bytes) = body else { return send(.withoutBody.forOwnOrigin) }
        switch route {
        case .remoteRead: remoteRead.answer(bytes) { send($0.forOwnOrigin) }
        case .agent:
            if let refusal = AgentDesk.refusal(of: request) { return send(refusal.forOwnOrigin) }
            agents.answer(bytes) { send($0.forOwnOrigin) }
        }
    }

    /// What is answered to those without a token, where one is needed. Browsers send none with a preflight.
    private func refusal(of request: HTTPRequestHead, _ resource: Resource?) -> Response? {
        guard let tokens = settings.tokens, resource?.isOpen != true, request.method != .OPTIONS else { return nil }
        let header = request.headers.first(name: "Authorization")
        if tokens.admit(header) { return nil }
        return settings.writeTokens?.admit(header) == true ? .writesOnly : .unauthorized
    }

    private func answer(
        _ resource: Resource, _ target: RequestTarget, _ headers: HTTPHeaders, _ form: ErrorFormat,
        send: @escaping @Sendable (Response) -> Void
    ) {
        let wish: RequestContext.CacheKey
        do {
            wish = try target.wish(for: resource, headers)
        } catch {
            return send(form.reply(.badRequest, error.message))
        }
        let gzipped = AcceptEncoding.takesGzip(headers[canonicalForm: "Accept-Encoding"])
        let known = headers.first(name: "If-None-Match")
        desk.answer(resource, wish, gzipped: gzipped) { result in
            switch result {
            case .success(let answer): send(answer.reply(acceptingGzip: gzipped, ifNoneMatch: known))
            case .failure(let error): send(failure(error, of: resource, form))
            }
        }
    }

    private func failure(_ error: any Error, of resource: Resource, _ form: ErrorFormat) -> Response {
        switch error {
        case let error as RequestError:
            return form.reply(.badRequest, error.message)
        case let error as ArchiveError:
            // Messages of the archive name paths of this machine, which are for its own people alone.
            settings.log("metricsctl: \(TerminalText.harmless(error.message))")
            switch error {
            case .busy: return form.reply(.serviceUnavailable, "the archive is busy, try again")
            case .tookTooLong: return form.reply(.serviceUnavailable, "the answer took too long, ask for less")
            default:
                return form.reply(
                    HTTPResponseStatus(statusCode: resource.brokenStatus), "the archive cannot be read")
            }
        default:
            settings.log("metricsctl: \(TerminalText.harmless(String(describing: error)))")
            return form.reply(.internalServerError, "the question cannot be answered")
        }
    }

    /// What browsers ask before a request from another origin that is not of the simplest kind.
    private static let preflight = Response(
        .noContent,
        headers: [
            "Allow": Response.methods, "Access-Control-Allow-Methods": Response.methods,
            // The asterisk does not stand for the first.
            "Access-Control-Allow-Headers": "Authorization, *", "Access-Control-Max-Age": "86400",
        ])
}

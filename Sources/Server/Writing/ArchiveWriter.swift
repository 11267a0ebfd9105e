import Archive
import Dispatch
import NIOCore
import NIOHTTP1
import Questions
import Rendering
import Support
import Synchronization

/// Writes what clients with a token for it send: one after the other, off the network's threads.
final class ArchiveWriter: Sendable {
    private let settings: ServerSettings
    private let tokens: AccessTokens
    private let queue = DispatchQueue(label: "metricsctl.writing")
    private let pace = Mutex(WritePace())

    /// nil where nobody may write.
    init?(settings: ServerSettings) {
        guard let tokens = settings.writeTokens else { return nil }
        (self.settings, self.tokens) = (settings, tokens)
    }

    /// How much of a request's body is taken in; nobody's but of those who may write.
    func mostBodyBytes(of request: HTTPRequestHead, for route: WriteRoute) -> Int {
        route.refusal(of: request) == nil && refusal(of: request) == nil ? route.mostBodyBytes : 0
    }

    /// Hands the answer to `send` once.
    func answer(
        _ route: WriteRoute, _ request: HTTPRequestHead, _ body: RequestBody,
        send: @escaping @Sendable (Response) -> Void
    ) {
        if let refusal = route.refusal(of: request) ?? refusal(of: request) ?? refusal(ofQuery: request) {
            return send(refusal)
        }
        switch route {
        case .marks: addMark(request, body, send: send)
        case .mark(let id): removeMark(id, send: send)
        }
    }

    /// What is answered to those without a token that writes. It is taken as a bearer token alone: a password a browser would send
    /// along with whatever a page has it ask.
    private func refusal(of request: HTTPRequestHead) -> Response? {
        let header = request.headers.first(name: "Authorization")
        if header?.lowercased().hasPrefix("bearer ") == true, tokens.admit(header) { return nil }
        return settings.tokens?.admit(header) == true ? .readsOnly : .needsWriteToken
    }

    private func refusal(ofQuery request: HTTPRequestHead) -> Response? {
        do {
            _ = try QueryString.values(RequestTarget(request.uri).query, of: [])
            return nil
        } catch {
            return .failure(.badRequest, error.message)
        }
    }

    private func addMark(
        _ request: HTTPRequestHead, _ body: RequestBody, send: @escaping @Sendable (Response) -> Void
    ) {
        if let refusal = WriteRoute.marks.refusal(of: body, request.headers) { return send(refusal) }
        guard case .bytes(let bytes) = body, bytes.readableBytes > 0 else { return send(.withoutBody) }
        let (mark, key): (Mark, String?)
        do {
            let asked = try MarkRequest(json: Array(bytes.readableBytesView), zone: settings.zone)
            let now = settings.now()
            mark = Mark(
                at: asked.at ?? now, text: asked.text, model: asked.model, kind: .manual, createdAt: now,
                createdBy: "http")
            key = try IdempotencyKey.key(request.headers)
        } catch let fault as MarkRequest.Fault {
            return send(.failure(.badRequest, fault.message))
        } catch {
            return send(.failure(.badRequest, IdempotencyKey.Fault.message))
        }
        change(send: send) { [settings] archive in
            let added = MarksAnswer(try archive.add(mark, key: key))
            var text = ByteBuffer()
            Renderer(format: .json, zone: settings.zone, terminal: .none).write(added, to: MarksQuestion.self) {
                text.writeBytes($0)
            }
            return Response(
                .created, headers: ["Content-Type": Content.json, "Cache-Control": "no-store"], body: text)
        }
    }

    private func removeMark(_ id: Int, send: @escaping @Sendable (Response) -> Void) {
        change(send: send) { archive in
            try archive.removeMark(id) ? Response(.noContent) : .failure(.notFound, "there is no mark \(id)")
        }
    }

    /// Opens the archive anew each time: it may have been replaced, and nobody writes often.
    private func change(
        send: @escaping @Sendable (Response) -> Void, _ work: @escaping @Sendable (Archive) throws -> Response
    ) {
        if let seconds = pace.withLock({ $0.wait(at: .now) }) {
            return send(
                .failure(
                    .tooManyRequests, "at most \(WritePace.mostInAMinute) changes a minute, try again",
                    headers: ["Retry-After": "\(seconds)"]))
        }
        queue.async { [settings] in
            do {
                send(try work(settings.archives.updating(at: settings.archivePath)))
            } catch {
                // The messages name paths of this machine, which are for its own people alone.
                let message = (error as? ArchiveError)?.message ?? String(describing: error)
                settings.log("metricsctl: \(TerminalText.harmless(message))")
                send(.failure(.serviceUnavailable, "the archive cannot be written"))
            }
        }
    }
}

extension WriteRoute {
    /// What is answered to a body that is not of the route's kind.
    fileprivate func refusal(of body: RequestBody, _ headers: HTTPHeaders) -> Response? {
        let type = headers.first(name: "Content-Type")?.prefix { $0 != ";" && $0 != " " }
        guard type?.lowercased() == "application/json" else {
            return .failure(.unsupportedMediaType, "the Content-Type must be application/json")
        }
        return .refusing(body, longerThan: mostBodyBytes)
    }
}

extension Response {
    fileprivate static let needsWriteToken = failure(
        .unauthorized, "a token that writes is needed, as a bearer token",
        headers: ["WWW-Authenticate": #"Bearer realm="metricsctl""#])

    fileprivate static let readsOnly = failure(.forbidden, "this token reads and does not write")
}

import Archive
import Latency
import NIOCore
import NIOHTTP1
import Questions
import Rendering
import Synchronization

/// What `serve --public` answers: the paths of the page for customers and `/healthz`. Everything else is not found, by whichever
/// method, and says nothing of what was asked.
final class PublicRoutes: Sendable {
    private struct Place: Sendable {
        let path: PublicPath
        let resource: Resource
    }

    private static let liveness = "/healthz"
    /// Pages lie no deeper; how links lead home from further down is nobody's business.
    private static let deepest = 16

    private let page: PublicPage
    private let settings: ServerSettings
    private let desk: ResponseCache
    private let places: [String: Place]

    init(_ page: PublicPage, settings: ServerSettings, desk: ResponseCache) {
        (self.page, self.settings, self.desk) = (page, settings, desk)
        let answers = PublicAnswers(page)
        places = Dictionary(
            uniqueKeysWithValues: page.site.paths.map { path in
                ("/\(path.text)", Place(path: path, resource: Self.resource(path, page, answers)))
            })
    }

    func reply(to request: HTTPRequestHead, send: @escaping @Sendable (Response) -> Void) {
        let target = RequestTarget(request.uri)
        let isRead = request.method == .GET || request.method == .HEAD
        if isRead, target.path == Self.liveness { return answer(.liveness, at: nil, request, send) }
        guard isRead, let place = places[target.path] else {
            return send(failure(.notFound, "not-found", request, target.path))
        }
        answer(place.resource, at: place.path, request, send)
    }

    private func answer(
        _ resource: Resource, at path: PublicPath?, _ request: HTTPRequestHead,
        _ send: @escaping @Sendable (Response) -> Void
    ) {
        let tag = path?.language ?? language(of: request).tag
        let wish = RequestContext.CacheKey(
            path: resource.path, values: path == nil ? [:] : [QueryString.language: [Name(tag)]], language: .english,
            top: nil)
        let gzipped = AcceptEncoding.takesGzip(request.headers[canonicalForm: "Accept-Encoding"])
        let known = request.headers.first(name: "If-None-Match")
        desk.answer(resource, wish, gzipped: gzipped) { [self] result in
            switch result {
            case .success(let answer): send(answer.reply(acceptingGzip: gzipped, ifNoneMatch: known).forEverybody)
            case .failure(let error):
                settings.log("metricsctl: \(TerminalText.harmless(Self.message(of: error)))")
                send(failure(.serviceUnavailable, "unavailable", request, "/" + (path?.text ?? "")))
            }
        }
    }

    /// What is shown where the path names no language.
    private func language(of request: HTTPRequestHead) -> PublicLanguage {
        if let fixed = page.site.settings.language { return page.site.language(fixed) }
        let tags = page.site.languages.map(\.tag)
        return page.site.language(
            Language.best(of: tags, accepting: request.headers.first(name: "Accept-Language") ?? ""))
    }

    private func failure(
        _ status: HTTPResponseStatus, _ key: String, _ request: HTTPRequestHead, _ path: String
    ) -> Response {
        let depth = path.utf8.count { $0 == UInt8(ascii: "/") } - 1
        let top = depth > Self.deepest ? "" : String(repeating: "../", count: max(0, depth))
        let document = page.site.failure(key, in: language(of: request), top: top)
        return Response(
            status, policy: policy(of: document, settings),
            headers: ["Content-Type": document.type, "Cache-Control": "no-store", "Vary": "Accept-Language"],
            body: ByteBuffer(string: document.text)
        ).forEverybody
    }

    /// Messages of the archive name paths, which are for the log alone.
    private static func message(of error: any Error) -> String {
        (error as? ArchiveError)?.message ?? String(describing: error)
    }

    // MARK: What is there

    private static func resource(_ path: PublicPath, _ page: PublicPage, _ answers: PublicAnswers) -> Resource {
        if path.part == .style || path.part == .icon {
            return Resource("/\(path.text)", keeping: .forever) { visit in
                content(page.site.fixed(path.part), visit.settings, changesAt: nil)
            }
        }
        // Whoever asks without a language gets what the browser asks for.
        let isTranslated = path.language == nil && path.part != .json && page.site.settings.language == nil
        return Resource("/\(path.text)", isTranslated: isTranslated, keeping: .untilNewData, reads: .years) { visit in
            let question = PublicQuestion(page.models, in: visit.context)
            let answer = try answers.answer(to: question, from: visit.archive, now: visit.now)
            let language = page.site.language(visit[QueryString.language])
            let document = try page.site.document(at: path, in: language, answer) { model, range in
                try question.history(of: model, hours: range.hours, from: visit.archive)
            }
            return content(document, visit.settings, changesAt: answer.changesAt)
        }
    }

    private static func content(_ document: PublicDocument, _ settings: ServerSettings, changesAt: Int?) -> Content {
        Content(
            type: document.type, text: document.text, policy: policy(of: document, settings), changesAt: changesAt)
    }
}

/// With who may frame it.
private func policy(of document: PublicDocument, _ settings: ServerSettings) -> String? {
    document.policy.map { "\($0); frame-ancestors \(settings.frameAncestors.text)" }
}

/// The newest answer, so that a page in all its ranges and languages is counted once.
private final class PublicAnswers: Sendable {
    private struct Kept: Sendable {
        let version: Archive.Version
        let window: Window
        let answer: PublicAnswer
    }

    private let page: PublicPage
    private let kept = Mutex<Kept?>(nil)

    init(_ page: PublicPage) { self.page = page }

    /// Inside a snapshot.
    func answer(to question: PublicQuestion, from archive: Archive?, now: Int) throws -> PublicAnswer {
        let (version, window) = (try archive?.version, Window(endedAt: now))
        let last = kept.withLock { $0 }
        if let last, last.version == version, last.window == window, now < last.answer.changesAt ?? .max,
            last.answer.now <= now
        {
            return last.answer
        }
        let answer = try question.answer(from: archive)
        if let version { kept.withLock { $0 = Kept(version: version, window: window, answer: answer) } }
        return answer
    }
}

extension Response {
    /// Without what is of no use to customers.
    fileprivate var forEverybody: Response {
        var response = self
        response.headers.remove(name: "Access-Control-Expose-Headers")
        return response
    }
}

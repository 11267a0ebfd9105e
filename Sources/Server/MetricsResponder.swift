import Archive
import Hummingbird
import Latency
import Rendering
import Reports

/// Answers requests: HTTP in, HTTP out; what is in the bodies comes from the reports and the renderer.
struct MetricsResponder: HTTPResponder {
    typealias Context = BasicRequestContext

    private let settings: ServerSettings
    private let desk: ArchiveDesk
    private let errors: JSONRendering

    init(settings: ServerSettings) {
        self.settings = settings
        desk = ArchiveDesk(settings: settings)
        errors = JSONRendering(zone: settings.zone, indented: false)
    }

    func respond(to request: Request, context: Context) async throws -> Response {
        let start = ContinuousClock.now
        var response = response(to: request)
        response.headers[.accessControlAllowOrigin] = "*"
        if request.method == .head { response = response.createHeadResponse() }
        if settings.logsRequests {
            let milliseconds = (ContinuousClock.now - start) / .milliseconds(1)
            let line = "\(request.method.rawValue) \(request.head.path ?? "") \(response.status.code)"
            settings.log(TerminalText.harmless("\(line) \(DecimalText.oneDecimal(milliseconds)) ms"))
        }
        return response
    }

    private func response(to request: Request) -> Response {
        guard let resource = RouteTable.resource(at: request.uri.path) else {
            return failure(.notFound, "there is nothing at \(request.uri.path)")
        }
        switch request.method {
        case .get, .head:
            return answer(resource, request)
        case .options:
            return preflight()
        default:
            var response = failure(
                .methodNotAllowed, "\(request.method.rawValue) is not allowed: this API is read-only")
            response.headers[.allow] = MetricsResponder.methods
            return response
        }
    }

    private func answer(_ resource: Resource, _ request: Request) -> Response {
        do {
            return response(try desk.content(resource, wish(of: resource, request)))
        } catch let fault as QueryString.Fault {
            return failure(.badRequest, fault.message)
        } catch let error as RequestError {
            return failure(.badRequest, error.message)
        } catch let error as ArchiveError {
            // Messages of the archive name paths of this machine, which are for its own people alone.
            settings.log("metricsctl: \(TerminalText.harmless(error.message))")
            if case .busy = error { return failure(.serviceUnavailable, "the archive is busy, try again") }
            return failure(.internalServerError, "the archive cannot be read")
        } catch {
            settings.log("metricsctl: \(TerminalText.harmless(String(describing: error)))")
            return failure(.internalServerError, "the question cannot be answered")
        }
    }

    private func failure(_ status: HTTPResponse.Status, _ message: String) -> Response {
        json(status, errors.text(ofError: message))
    }

    private func wish(of resource: Resource, _ request: Request) throws -> Visit.Wish {
        let values = try QueryString.values(request.uri.query?[...] ?? "", of: resource.parameters)
        let chosen = values[QueryString.language].flatMap(Language.init(rawValue:))
        let accepted = resource.isTranslated ? request.headers[.acceptLanguage] ?? "" : ""
        return Visit.Wish(path: resource.path, values: values, language: chosen ?? Language(accepting: accepted))
    }

    private func json(_ status: HTTPResponse.Status, _ text: String) -> Response {
        response(Content(status: status.code, type: Content.json, text: text))
    }

    /// Nothing may be kept on the way: a page that asks again wants to know what is true now.
    private func response(_ content: Content) -> Response {
        Response(
            status: .init(code: content.status),
            headers: [
                .contentType: content.type, .cacheControl: "no-store",
                .contentSecurityPolicy: content.policy ?? MetricsResponder.strictestPolicy,
            ],
            body: .init(byteBuffer: content.body))
    }

    /// What browsers ask before a request from another origin that is not of the simplest kind.
    private func preflight() -> Response {
        Response(
            status: .noContent,
            headers: [
                .allow: MetricsResponder.methods, .accessControlAllowMethods: MetricsResponder.methods,
                .accessControlAllowHeaders: "*", .accessControlMaxAge: "86400",
            ])
    }

    private static let methods = "GET, HEAD, OPTIONS"
    private static let strictestPolicy = "default-src 'none'; frame-ancestors 'none'"
}

import Hummingbird

/// What the live fleet answers over HTTP.
struct LiveRoutes: Sendable {
    let fleet: LiveFleet
    /// `host:port` for clients that don't say what they reached us by.
    let address: String
    /// The time, in milliseconds since 1970 UTC.
    let now: @Sendable () -> Int

    func router() -> Router<BasicRequestContext> {
        let router = Router()
        router.get("targets") { request, _ in
            let names = await fleet.names(at: now())
            let body = LiveRoutes.targets(names, address: request.head.authority ?? address)
            return LiveRoutes.response(.ok, "application/json", body)
        }
        router.get("replicas/:name/metrics") { request, context in
            let name = context.parameters.get("name") ?? ""
            let inMessages = request.headers[.accept]?.contains("application/vnd.google.protobuf") ?? false
            return switch await fleet.answer(of: name, at: now(), inMessages: inMessages) {
            case .metrics(let text): LiveRoutes.response(.ok, ReplicaPage.contentType, text)
            case .messages(let bytes):
                LiveRoutes.response(.ok, ExpositionMessage.contentType, ByteBuffer(bytes: bytes))
            case .unavailable: LiveRoutes.response(.serviceUnavailable, "text/plain", "the replica is down\n")
            case .unknownReplica: LiveRoutes.response(.notFound, "text/plain", "no such replica\n")
            }
        }
        return router
    }

    /// The targets in the form that Prometheus' `http_sd_configs` wants.
    ///
    /// Names of replicas and addresses need no escaping in JSON.
    static func targets(_ names: [String], address: String) -> String {
        let groups = names.map { name in
            """
            {"targets":["\(address)"],"labels":{"__metrics_path__":"/replicas/\(name)/metrics",\
            "instance":"\(name)","job":"\(Fleet.job)"}}
            """
        }
        return "[" + groups.joined(separator: ",\n") + "]\n"
    }

    private static func response(_ status: HTTPResponse.Status, _ type: String, _ body: String) -> Response {
        response(status, type, ByteBuffer(string: body))
    }

    private static func response(_ status: HTTPResponse.Status, _ type: String, _ body: ByteBuffer) -> Response {
        Response(status: status, headers: [.contentType: type], body: ResponseBody(byteBuffer: body))
    }
}

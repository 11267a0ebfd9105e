import NIOHTTP1

/// What the live fleet answers over HTTP.
struct LiveRoutes: Sendable {
    struct Response: Equatable {
        let status: HTTPResponseStatus
        let contentType: String
        let body: [UInt8]

        init(_ status: HTTPResponseStatus, _ contentType: String, _ body: String) {
            self.init(status, contentType, Array(body.utf8))
        }

        init(_ status: HTTPResponseStatus, _ contentType: String, _ body: [UInt8]) {
            self.status = status
            self.contentType = contentType
            self.body = body
        }
    }

    let fleet: any LiveTargets
    /// `host:port` for clients that don't say what they reached us by.
    let address: String
    /// The time, in milliseconds since 1970 UTC.
    let now: @Sendable () -> Int

    func response(to request: HTTPRequestHead) async -> Response {
        let path = request.uri.split(separator: "?", maxSplits: 1).first ?? ""
        let parts = path.split(separator: "/")
        switch (request.method, parts.count) {
        case (.GET, 1) where parts[0] == "targets":
            let targets = await fleet.targets(at: now())
            let host = request.headers.first(name: "host") ?? address
            return Response(.ok, "application/json", LiveRoutes.targets(targets, address: host))
        case (.GET, 3) where parts[0] == "replicas" && parts[2] == "metrics":
            let accepted = request.headers.first(name: "accept") ?? ""
            return await metrics(
                of: String(parts[1]), inMessages: accepted.contains("application/vnd.google.protobuf"))
        default: return Response(.notFound, "text/plain", "no such page\n")
        }
    }

    private func metrics(of replica: String, inMessages: Bool) async -> Response {
        switch await fleet.answer(of: replica, at: now(), inMessages: inMessages) {
        case .metrics(let text): Response(.ok, ReplicaPage.contentType, text)
        case .messages(let bytes): Response(.ok, ExpositionMessage.contentType, bytes)
        case .unavailable: Response(.serviceUnavailable, "text/plain", "the replica is down\n")
        case .unknownReplica: Response(.notFound, "text/plain", "no such replica\n")
        }
    }

    /// The targets in the form that Prometheus' `http_sd_configs` wants.
    ///
    /// Names of replicas, addresses and labels need no escaping in JSON.
    static func targets(_ targets: [LiveTarget], address: String) -> String {
        let groups = targets.map { target in
            let more = target.labels.map { ",\"\($0.name)\":\"\($0.value)\"" }.joined()
            return """
                {"targets":["\(address)"],"labels":{"__metrics_path__":"/replicas/\(target.name)/metrics",\
                "instance":"\(target.name)","job":"\(Fleet.job)"\(more)}}
                """
        }
        return "[" + groups.joined(separator: ",\n") + "]\n"
    }
}

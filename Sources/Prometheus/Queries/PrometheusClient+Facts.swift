import FoundationEssentials

/// What a server tells of itself, for `doctor`.
extension PrometheusClient {
    /// The values of an expression at this moment, by the server's clock.
    package func evaluateNow(_ expression: String) throws(PrometheusError) -> [Series] {
        let body = try send(.post, "api/v1/query", [("query", expression), ("nocache", "1")])
        do { return try ResponseDecoder.decode(body, expecting: .vector).series } catch { throw unusable(error) }
    }

    /// What the server's clock shows, in seconds since 1970 UTC; nil where that is no time.
    package func clock() throws(PrometheusError) -> Double? {
        let value = try evaluateNow("vector(time())").first?.samples.first?.value
        return value.flatMap { Sample.times.contains($0) ? $0 : nil }
    }

    /// The names of the labels that some series have.
    package func labelNames(matching selectors: [String]) throws(PrometheusError) -> [String] {
        let body = try send(.get, "api/v1/labels", selectors.map { ("match[]", $0) })
        do { return try ResponseDecoder.decodeStrings(body) } catch { throw unusable(error) }
    }

    /// `Prometheus 2.42.0`, or what others say; nil where they don't.
    package func product() -> String? {
        struct Build: Decodable {
            let version: String?
            let application: String?
            let goVersion: String?
        }
        guard let build: Build = status("buildinfo"), let version = build.version else { return nil }
        // VictoriaMetrics only tells which Prometheus it is like.
        let isItself = build.goVersion.map { !$0.isEmpty } ?? false
        let name = build.application ?? (isItself ? "Prometheus" : "a server like Prometheus")
        return secrets.line("\(name) \(version)", limit: 60)
    }

    /// How long the server keeps samples, as it was told: `15d`; nil where it does not say.
    package func retention() -> String? {
        struct Runtime: Decodable {
            let storageRetention: String?
        }
        let runtime: Runtime? = status("runtimeinfo")
        return runtime?.storageRetention.map { secrets.line($0, limit: 40) }
    }

    /// Many servers don't have these.
    private func status<Content: Decodable>(_ name: String) -> Content? {
        guard let body = try? send(.get, "api/v1/status/\(name)", []) else { return nil }
        return try? JSONDecoder().decode(Status<Content>.self, from: Data(body)).data
    }
}

private struct Status<Content: Decodable>: Decodable {
    let data: Content
}

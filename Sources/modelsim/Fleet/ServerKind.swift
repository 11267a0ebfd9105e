import ArgumentParser

/// The servers that the simulated replicas imitate: their metric, its labels and its bounds.
enum ServerKind: String, CaseIterable, Sendable, ExpressibleByArgument {
    /// A program with a plain Prometheus client library (the Go one).
    case plain
    case vllm
    case litellm

    var metric: String {
        switch self {
        case .plain: "request_duration_seconds"
        case .vllm: "vllm:e2e_request_latency_seconds"
        case .litellm: "litellm_request_total_latency_metric"
        }
    }

    /// The labels that such a server itself gives its series, the model's first.
    func labels(model: String) -> [(name: String, value: String)] {
        switch self {
        case .plain: [("model", model)]
        case .vllm: [("model_name", model), ("engine", "0")]
        case .litellm: [("model", model), ("requested_model", model), ("api_key_alias", "default")]
        }
    }

    /// The bucket bounds of a version of the server, in seconds.
    func bounds(of version: ServerVersion) -> [Double] {
        switch (self, version) {
        case (.plain, .current): [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
        case (.plain, .other): [0.05, 0.1, 0.2, 0.4, 0.8, 1.5, 3, 6, 12, 24, 48]
        case (.vllm, .current):
            [
                0.3, 0.5, 0.8, 1, 1.5, 2, 2.5, 5, 10, 15, 20, 30, 40, 50, 60, 120, 240, 480, 960, 1920, 7680,
            ]
        case (.vllm, .other): [1, 2.5, 5, 10, 15, 20, 30, 40, 50, 60]
        case (.litellm, .current):
            [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 120, 300, 420, 600]
        case (.litellm, .other):
            [
                0.005, 0.00625, 0.0125, 0.025, 0.05, 0.1, 0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5, 5, 5.5, 6, 6.5, 7, 7.5,
                8, 8.5, 9, 9.5, 10, 15, 20, 25, 30, 60, 120, 180, 240, 300,
            ]
        }
    }

    /// A bound as the value of `le`: Python's client writes `1.0` where Go's writes `1`.
    func le(_ bound: Double) -> String {
        let text = "\(bound)"
        guard self == .plain, text.hasSuffix(".0") else { return text }
        return String(text.dropLast(2))
    }

    /// Whether a replica shows the series at zero before its first request. Others show it from that request on.
    var showsSeriesAtZero: Bool { self == .vllm }

    /// How much slower than a plain server's the answers of such a server are.
    var slowness: Double {
        switch self {
        case .plain: 1
        case .vllm: 3
        case .litellm: 2
        }
    }

    /// When such a server gives up, in seconds. It is a bound where the layout has one that high.
    var timeout: Double {
        switch self {
        case .plain: 60
        case .vllm: 120
        case .litellm: 900
        }
    }
}

/// Two versions of a server, which differ in their bucket bounds.
enum ServerVersion: Sendable {
    case current
    case other
}

/// A server as it shows itself: its metrics, and how it is run.
struct ServerProfile: Sendable {
    /// The name of its preset.
    let name: String
    let families: [MetricFamily]
    /// Whether one process answers for all of its models; else each model has processes of its own.
    let isGateway: Bool
    /// Whether series are there before their first request.
    let showsSeriesAtZero: Bool
    /// Whether bounds are written as Python does, `1.0` where Go has `1`.
    let isPython: Bool
    /// What it calls its models, the busiest first, and what clients call them.
    let models: [(name: String, alias: String)]
    /// How much slower than a plain server's its answers are.
    let slowness: Double

    static let all: [ServerProfile] = [.vllm, .sglang, .liteLLM, .otelGateway, .triton, .llmD]

    /// A bound as the value of `le`.
    func le(_ bound: Double) -> String {
        let text = "\(bound)"
        guard !isPython, text.hasSuffix(".0") else { return text }
        return String(text.dropLast(2))
    }
}

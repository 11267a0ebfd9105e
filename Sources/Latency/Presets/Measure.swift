/// What is measured, by the names that files, flags and answers have.
package enum Measure: String, CaseIterable, Sendable {
    /// The whole request.
    case e2e
    /// Until the first token.
    case ttft
    /// Between two tokens: a value for each token.
    case itl
    /// For each token of the answer: one value a request, its mean.
    case tpot
    case queue, prefill, decode
    case requests
    /// By class, where the server tells classes.
    case errors
    case inputTokens = "input_tokens"
    case outputTokens = "output_tokens"

    /// Whether its values are times; else it counts.
    package var isLatency: Bool {
        switch self {
        case .e2e, .ttft, .itl, .tpot, .queue, .prefill, .decode: true
        case .requests, .errors, .inputTokens, .outputTokens: false
        }
    }
}

extension Name {
    /// Of a measure: whether what it counts are the times between tokens, of which nobody knows how many requests they were.
    package var countsIntervals: Bool { text == Measure.itl.rawValue }
}

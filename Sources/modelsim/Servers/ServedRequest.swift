/// A request as the server that answered it saw it: the raw event that counters and truth are both made of.
struct ServedRequest: TimedRequest, Sendable {
    /// How it ended.
    enum Outcome: CaseIterable, Sendable {
        case stop
        /// The answer reached its greatest length.
        case length
        /// The client went away.
        case abort
        /// The server failed.
        case error
        /// The server took no part of it.
        case rejected

        var isFailure: Bool { self == .abort || self == .error || self == .rejected }
    }

    /// When it ended, in milliseconds since 1970 UTC.
    let time: Int
    /// Which of the models that its process serves.
    let model: Int
    let team: String
    let outcome: Outcome
    let isStreamed: Bool
    /// The parts of its time, in seconds, one after the other.
    let queue, prefill: Double
    /// The times between two tokens of the answer, in seconds, and how many of each there were.
    let gaps: [(seconds: Double, times: Int)]
    let inputTokens: Int

    var outputTokens: Int { outcome == .rejected ? 0 : 1 + gaps.reduce(0) { $0 + $1.times } }
    var decode: Double { gaps.reduce(0) { $0 + $1.seconds * Double($1.times) } }
    /// Seconds.
    var firstToken: Double { queue + prefill }
    var whole: Double { firstToken + decode }

    /// What a metric may be made of.
    enum Quantity: Sendable {
        case whole, firstToken, betweenTokens, perToken, queue, prefill, decode
        case requests
        case inputTokens, outputTokens
    }

    /// The values of a quantity, in seconds or as numbers, and how many of each there were.
    func values(of quantity: Quantity) -> [(value: Double, times: Int)] {
        switch quantity {
        case .whole: [(whole, 1)]
        case .firstToken: outcome == .rejected ? [] : [(firstToken, 1)]
        case .betweenTokens: gaps.map { ($0.seconds, $0.times) }
        // As vLLM has it: 0 for an answer of one token.
        case .perToken: outcome == .rejected ? [] : [(outputTokens > 1 ? decode / Double(outputTokens - 1) : 0, 1)]
        case .queue: [(queue, 1)]
        case .prefill: [(prefill, 1)]
        case .decode: [(decode, 1)]
        case .requests: [(1, 1)]
        case .inputTokens: [(Double(inputTokens), 1)]
        case .outputTokens: [(Double(outputTokens), 1)]
        }
    }
}

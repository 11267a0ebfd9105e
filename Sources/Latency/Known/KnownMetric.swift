/// A metric of a common model server or gateway, as that server has it: a row of `metrics.tsv`.
package struct KnownMetric: Hashable, Sendable {
    package enum Kind: String, CaseIterable, Sendable {
        /// Classic or native.
        case histogram
        case counter
    }

    /// What its numbers are.
    package enum Quantity: Hashable, Sendable {
        case time(LatencyUnit)
        /// Counts of tokens: no latency, whatever the name looks like.
        case tokens
        /// The server's own texts contradict each other.
        case unclear
    }

    /// What is measured, by the names that answers have.
    package enum Measure: String, CaseIterable, Sendable {
        case e2e, ttft, itl, tpot, queue, prefill, decode
        case inputTokens = "input_tokens"
        case outputTokens = "output_tokens"
    }

    /// Without `_bucket`.
    package let name: String
    package let kind: Kind
    package let quantity: Quantity
    /// The label that names the model, or what comes nearest; nil where none does.
    package let modelLabel: String?
    /// nil where it is none of those.
    package let measure: Measure?
    /// Whether only language models are measured by it, whose answers take seconds.
    package let isOfLanguageModels: Bool
    /// The short name of the server, and the one that people use.
    package let preset: String
    package let server: String
    /// What of it is meant, where one name has several quantities or each request twice; nil for all.
    package let selector: String?

    /// Of a line of the table; nil for one that is none.
    init?(line: some StringProtocol) {
        let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map { String($0) }
        guard fields.count == 9, !fields.contains(""), let kind = Kind(rawValue: fields[1]),
            let quantity = Quantity(fields[2]), let measure = Self.optional(fields[4], Measure.init(rawValue:)),
            ["language models", "anything"].contains(fields[5])
        else { return nil }
        (name, self.kind, self.quantity, self.measure) = (fields[0], kind, quantity, measure)
        (modelLabel, selector) = (fields[3] == "-" ? nil : fields[3], fields[8] == "-" ? nil : fields[8])
        isOfLanguageModels = fields[5] == "language models"
        (preset, server) = (fields[6], fields[7])
    }

    /// A field that may be `-`, for nothing; nil where it is something unknown.
    private static func optional<Value>(_ field: String, _ read: (String) -> Value?) -> Value?? {
        field == "-" ? .some(nil) : read(field).map(Optional.some)
    }
}

extension KnownMetric.Quantity {
    fileprivate init?(_ text: String) {
        switch text {
        case "tokens": self = .tokens
        case "?": self = .unclear
        default:
            guard let unit = LatencyUnit(rawValue: text) else { return nil }
            self = .time(unit)
        }
    }
}

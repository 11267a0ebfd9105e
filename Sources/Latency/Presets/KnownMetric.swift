/// A metric of a common model server or gateway, as that server has it: a row of `metrics.tsv`.
package struct KnownMetric: Hashable, Sendable {
    package enum Kind: String, CaseIterable, Sendable {
        /// Classic or native.
        case histogram
        case counter
        /// A counter of time, or of tokens; with another counter a mean, and no percentiles.
        case sum
        /// With quantiles or without; of use is the mean.
        case summary
        case gauge
        /// A counter for each range of values, which is no histogram to Prometheus.
        case ranges
        /// The server has no metrics; the row has nothing else.
        case nothing = "none"
    }

    /// What its numbers are.
    package enum Quantity: Hashable, Sendable {
        case time(LatencyUnit)
        /// Counts of tokens: no latency, whatever the name looks like.
        case tokens
        case requests
        case other
        /// The server's own texts contradict each other.
        case unclear
    }

    /// How it serves its measure.
    package enum Use: String, CaseIterable, Sendable {
        /// The one to take.
        case preferred
        /// The same under a name that an exporter, a prefix or a translation makes of it.
        case spelling
        /// The same under a name of older versions; both may be there at once.
        case older
        /// Something near it: seen from elsewhere, of a part of the requests, or in another form.
        case further
    }

    /// Whether failed requests are among those that a latency counts.
    package enum ErrorsInLatency: String, CaseIterable, Sendable {
        case yes
        case no
        case unknown
    }

    /// Without `_bucket`; a counter's as it is exposed.
    package let name: String
    package let kind: Kind
    package let quantity: Quantity
    /// The label that names the model, or what comes nearest; nil where none does.
    package let modelLabel: String?
    /// nil where it is none of those.
    package let measure: Measure?
    /// nil without a measure.
    package let use: Use?
    /// Whether only language models are measured by it, whose answers take seconds.
    package let isOfLanguageModels: Bool
    /// The short name of the server, and the one that people use.
    package let preset: String
    package let server: String
    /// What of it is meant, where one name has several quantities or each request twice; nil for all.
    package let selector: String?
    /// The label of a counter of requests or errors that tells their classes; nil where none does.
    package let classLabel: String?
    /// Which of an error's classes are the client's own doing, as a regular expression; nil for none.
    package let clientClasses: String?
    /// The counter that a sum is divided by; nil where it is no sum.
    package let countMetric: String?
    /// nil where it is no latency.
    package let errorsInLatency: ErrorsInLatency?
    package let traps: [MetricTrap]
    /// Its line in the table, from 0.
    let place: Int

    private static let columns = 15

    /// Of a line of the table; nil for one that is none.
    init?(line: some StringProtocol, place: Int) {
        let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map { String($0) }
        guard fields.count == Self.columns, !fields.contains(""), let kind = Kind(rawValue: fields[1]),
            let quantity = Quantity(fields[2]), let measure = Self.optional(fields[4], Measure.init(rawValue:)),
            let use = Self.optional(fields[5], Use.init(rawValue:)),
            ["language models", "anything"].contains(fields[6]),
            let errors = Self.optional(fields[13], ErrorsInLatency.init(rawValue:)),
            let traps = Self.traps(fields[14])
        else { return nil }
        let texts = fields.map { $0 == "-" ? nil : $0 }
        (name, self.kind, self.quantity, modelLabel) = (fields[0], kind, quantity, texts[3])
        (self.measure, self.use, isOfLanguageModels) = (measure, use, fields[6] == "language models")
        (preset, server, selector) = (fields[7], fields[8], texts[9])
        (classLabel, clientClasses, countMetric) = (texts[10], texts[11], texts[12])
        (errorsInLatency, self.traps, self.place) = (errors, traps, place)
    }

    /// A field that may be `-`, for nothing; nil where it is something unknown.
    private static func optional<Value>(_ field: String, _ read: (String) -> Value?) -> Value?? {
        field == "-" ? .some(nil) : read(field).map(Optional.some)
    }

    private static func traps(_ field: String) -> [MetricTrap]? {
        let words = field == "-" ? [] : field.split(separator: ",")
        let traps = words.compactMap { MetricTrap(rawValue: String($0)) }
        return traps.count == words.count ? traps : nil
    }

    /// The unit of a time; nil of anything else.
    package var unit: LatencyUnit? {
        if case .time(let unit) = quantity { unit } else { nil }
    }

    /// The names of series that a server has of it, the likeliest first.
    package var seriesNames: [String] {
        switch kind {
        // A native one has the bare name.
        case .histogram: [name + "_bucket", name]
        case .summary: [name + "_count"]
        case .counter, .sum, .gauge, .ranges: [name]
        case .nothing: []
        }
    }
}

extension KnownMetric.Quantity {
    fileprivate init?(_ text: String) {
        switch text {
        case "tokens": self = .tokens
        case "requests": self = .requests
        case "other", "-": self = .other
        case "?": self = .unclear
        default:
            guard let unit = LatencyUnit(rawValue: text) else { return nil }
            self = .time(unit)
        }
    }
}

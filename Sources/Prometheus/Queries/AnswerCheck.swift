import Latency

/// Whether the series of an answer can be those that were asked for. A proxy that mixes up answers, or a server with a
/// fault, sends others; each of them would be counted, so that one refuses the whole answer.
struct AnswerCheck {
    private let query: PrometheusClient.Query
    /// Hashes of the label sets so far: a set of them takes a few bytes where the labels would take hundreds. Of 200,000
    /// series two have the same hash by chance once in a billion answers.
    private var seen: Set<Int> = []

    init(_ query: PrometheusClient.Query) { self.query = query }

    /// Throws where the series has the labels of another one, labels that the query does not leave, or a sample at a
    /// time that was not asked for, or not later than the one before.
    mutating func check(_ series: Series) throws(ResponseError) {
        guard seen.insert(series.labels.hashValue).inserted else {
            throw .repeatedSeries(labels: Self.text(series.labels))
        }
        if !query.permits(series.labels) { throw .unaskedLabels(Self.text(series.labels)) }
        try check(series.samples.lazy.map(\.time))
        try check(series.histograms.lazy.map(\.time))
    }

    private func check(_ times: some Sequence<Double>) throws(ResponseError) {
        var last = -Double.infinity
        for time in times {
            guard query.covers(time) else { throw .unaskedTime(time) }
            guard time > last else { throw .unorderedTime(time) }
            last = time
        }
    }

    private static func text(_ labels: Labels) -> String {
        "{" + labels.map { "\($0)=\(PromQL.quoted($1.text))" }.joined(separator: ", ") + "}"
    }
}

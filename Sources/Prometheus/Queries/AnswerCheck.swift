import Latency

/// Whether the series of an answer can be those that were asked for. A proxy that mixes up answers, or a server with a
/// fault, sends others; each of them would be counted, so that one refuses the whole answer.
struct AnswerCheck {
    private let query: PrometheusClient.Query
    /// Hashes of the label sets so far: a set of them takes a few bytes where the labels would take hundreds. Of 200,000
    /// series two have the same hash by chance once in a billion answers.
    private var seen: Set<Int> = []

    init(_ query: PrometheusClient.Query) { self.query = query }

    /// How many samples were there once more. Some stores hand out what was written to them twice; a copy of the sample
    /// before it, of the same time and the same value, says nothing new.
    private(set) var repetitions = 0

    /// The series, with what it repeats once. Throws where it has the labels of another one, labels that the query does not leave, or
    /// a sample at a time that was not asked for, or not later than the one before.
    mutating func checked(_ series: Series) throws(ResponseError) -> Series {
        guard seen.insert(series.labels.hashValue).inserted else {
            throw .repeatedSeries(labels: Self.text(series.labels))
        }
        if !query.permits(series.labels) { throw .unaskedLabels(Self.text(series.labels)) }
        var series = series
        series.samples = try once(series.samples, \.time) { $0.value.bitPattern == $1.value.bitPattern }
        series.histograms = try once(series.histograms, \.time) { $0.histogram == $1.histogram }
        return series
    }

    private mutating func once<Sample>(
        _ samples: [Sample], _ time: (Sample) -> Double, isCopy: (Sample, Sample) -> Bool
    ) throws(ResponseError) -> [Sample] {
        var last = -Double.infinity
        var copies = 0
        for index in samples.indices {
            let now = time(samples[index])
            guard query.covers(now) else { throw .unaskedTime(now) }
            if now <= last {
                guard now == last, isCopy(samples[index], samples[index - 1]) else { throw .unorderedTime(now) }
                copies += 1
            }
            last = now
        }
        guard copies > 0 else { return samples }
        repetitions += copies
        return samples.indices.filter { $0 == 0 || time(samples[$0]) > time(samples[$0 - 1]) }.map { samples[$0] }
    }

    private static func text(_ labels: Labels) -> String {
        "{" + labels.map { "\($0)=\(PromQL.quoted($1.text))" }.joined(separator: ", ") + "}"
    }
}

import Latency

/// Reads the series of a result one after the other.
struct SeriesReader {
    private(set) var hasValue = false
    private(set) var hasValues = false
    /// Collects a series' samples before their number is known; kept, so that it grows only once for an answer.
    private var samples: [Sample] = []

    /// `{"metric":{…},"values":[[1435781430,"1"],…]}`, with `value` in a vector, `histogram` or `histograms` as well.
    mutating func series(_ scanner: inout JSONScanner) throws(ResponseError) -> Series {
        var labels: Labels?
        var isRead = false
        var histograms: [HistogramSample]?
        samples.removeAll(keepingCapacity: true)
        try scanner.object { (scanner, key) throws(ResponseError) in
            switch key {
            case "metric":
                guard labels == nil else { throw scanner.malformed("'metric' twice") }
                labels = try scanner.labels()
            case "value", "values":
                guard !isRead else { throw scanner.malformed("'\(key)' twice") }
                isRead = true
                if key == "value" {
                    samples.append(try scanner.sample())
                } else {
                    try scanner.samples(into: &samples)
                }
                note(key == "value")
            case "histogram", "histograms":
                guard histograms == nil else { throw scanner.malformed("'\(key)' twice") }
                histograms = key == "histogram" ? [try scanner.histogramSample()] : try scanner.histogramSamples()
                note(key == "histogram")
            default: try scanner.skipValue()
            }
        }
        guard let labels else { throw scanner.malformed("a series without 'metric'") }
        guard isRead || histograms != nil else { throw scanner.malformed("a series without values") }
        let exact = samples.withUnsafeBufferPointer { Array($0) }
        return Series(labels: labels, samples: exact, histograms: histograms ?? [])
    }

    private mutating func note(_ isSingle: Bool) {
        if isSingle { hasValue = true } else { hasValues = true }
    }
}

extension JSONScanner {
    /// `{"le":"0.5","model":"a"}`, every name once.
    fileprivate mutating func labels() throws(ResponseError) -> Labels {
        var labels: Labels = [:]
        try object { (scanner, name) throws(ResponseError) in
            let value = Name(try scanner.string())
            guard labels.insert(value, for: Name(name)) else { throw scanner.malformed("a label twice") }
            guard labels.count <= DecodingLimits.labels else {
                throw scanner.malformed("a series with more than \(DecodingLimits.labels) labels")
            }
        }
        return labels
    }

    fileprivate mutating func samples(into samples: inout [Sample]) throws(ResponseError) {
        try take("[")
        guard try !takes("]") else { return }
        repeat {
            samples.append(try sample())
            guard samples.count <= DecodingLimits.samples else {
                throw malformed("a series with more than \(DecodingLimits.samples) samples")
            }
        } while try continues(until: "]")
    }

    /// `[1435781430.781,"1"]`
    @inline(__always)
    fileprivate mutating func sample() throws(ResponseError) -> Sample {
        try take("[")
        let time = try time()
        try take(",")
        let value = try quotedNumber()
        try take("]")
        return Sample(time: time, value: value)
    }

    @inline(__always)
    mutating func time() throws(ResponseError) -> Double {
        let time = try number()
        guard Sample.times.contains(time) else { throw malformed("a time out of range") }
        return time
    }
}

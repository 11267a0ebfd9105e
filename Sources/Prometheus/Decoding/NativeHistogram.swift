/// A Prometheus native histogram at an instant, exponential or with custom buckets: which of them, no answer tells.
package struct NativeHistogram: Hashable, Sendable {
    /// The observations between two bounds; the upper one belongs to positive buckets, as in classic ones.
    package struct Bucket: Hashable, Sendable {
        /// May be infinite, but is never NaN, as `upper`.
        package var lower: Double
        package var upper: Double
        /// Of this bucket alone, not cumulative.
        package var count: Double

        init(lower: Double, upper: Double, count: Double) {
            self.lower = lower
            self.upper = upper
            self.count = count
        }
    }

    package var count: Double
    package var sum: Double
    /// From the lowest to the highest. Servers leave empty buckets out.
    package var buckets: [Bucket]

    init(count: Double, sum: Double, buckets: [Bucket]) {
        self.count = count
        self.sum = sum
        self.buckets = buckets
    }
}

/// A series' native histogram at an instant.
package struct HistogramSample: Hashable, Sendable {
    /// Seconds since 1970 UTC.
    package var time: Double
    package var histogram: NativeHistogram

    init(time: Double, histogram: NativeHistogram) {
        self.time = time
        self.histogram = histogram
    }
}

extension JSONScanner {
    mutating func histogramSamples() throws(ResponseError) -> [HistogramSample] {
        var samples: [HistogramSample] = []
        try array { (scanner) throws(ResponseError) in
            samples.append(try scanner.histogramSample())
            guard samples.count <= DecodingLimits.histograms else {
                throw scanner.malformed("a series with more than \(DecodingLimits.histograms) histograms")
            }
        }
        return samples
    }

    /// `[1435781430.781,{"count":"4","sum":"5.5","buckets":[…]}]`
    mutating func histogramSample() throws(ResponseError) -> HistogramSample {
        try take("[")
        let time = try time()
        try take(",")
        let histogram = try nativeHistogram()
        try take("]")
        return HistogramSample(time: time, histogram: histogram)
    }

    private mutating func nativeHistogram() throws(ResponseError) -> NativeHistogram {
        var count: Double?
        var sum: Double?
        var buckets: [NativeHistogram.Bucket]?
        try object { (scanner, key) throws(ResponseError) in
            switch key {
            case "count" where count == nil: count = try scanner.quotedNumber()
            case "sum" where sum == nil: sum = try scanner.quotedNumber()
            case "buckets" where buckets == nil: buckets = try scanner.nativeBuckets()
            case "count", "sum", "buckets": throw scanner.malformed("'\(key)' twice")
            default: try scanner.skipValue()
            }
        }
        guard let count, let sum else { throw malformed("a histogram without 'count' or 'sum'") }
        return NativeHistogram(count: count, sum: sum, buckets: buckets ?? [])
    }

    /// An array of `[0,"0.5","1","3"]`, or null. The first number says which bounds belong to the bucket; of buckets that
    /// latencies fall in it is always the upper one.
    private mutating func nativeBuckets() throws(ResponseError) -> [NativeHistogram.Bucket] {
        var buckets: [NativeHistogram.Bucket] = []
        guard try !takesNull() else { return buckets }
        try array { (scanner) throws(ResponseError) in
            try scanner.take("[")
            guard 0...3 ~= (try scanner.number()) else { throw scanner.malformed("expected 0, 1, 2 or 3") }
            try scanner.take(",")
            let lower = try scanner.quotedNumber()
            try scanner.take(",")
            let upper = try scanner.quotedNumber()
            guard lower < upper else { throw scanner.malformed("a bucket that ends before it begins") }
            try scanner.take(",")
            buckets.append(NativeHistogram.Bucket(lower: lower, upper: upper, count: try scanner.quotedNumber()))
            try scanner.take("]")
            guard buckets.count <= DecodingLimits.buckets else {
                throw scanner.malformed("a histogram with more than \(DecodingLimits.buckets) buckets")
            }
        }
        return buckets
    }
}

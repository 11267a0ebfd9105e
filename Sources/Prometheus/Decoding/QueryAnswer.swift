import Latency

/// A counter's or expression's value at an instant.
package struct Sample: Hashable, Sendable {
    /// What a decoded answer may have as times, so that they are safe to calculate with: up to the year 5138.
    package static let times = -1e11...1e11

    /// Seconds since 1970 UTC.
    package var time: Double
    /// May be NaN or infinite.
    package var value: Double

    init(time: Double, value: Double) {
        self.time = time
        self.value = value
    }
}

/// One series of an answer.
package struct Series: Hashable, Sendable {
    package var labels: Labels
    /// As the server ordered them. A vector's series has one, or a histogram.
    package var samples: [Sample]
    /// Native histograms, which a series may have as well or instead.
    package var histograms: [HistogramSample]

    package init(labels: Labels, samples: [Sample], histograms: [HistogramSample] = []) {
        self.labels = labels
        self.samples = samples
        self.histograms = histograms
    }
}

/// A successful answer of `/api/v1/query` or `/api/v1/query_range`.
package struct QueryAnswer: Hashable, Sendable {
    package enum ResultType: String, Hashable, Sendable {
        case matrix, vector
        /// Comes as one series without labels.
        case scalar
    }

    package var resultType: ResultType
    package var series: [Series]
    /// May tell that data are missing. As the server wrote them, as are `infos`.
    package var warnings: [String]
    /// Harmless annotations.
    package var infos: [String]
    /// VictoriaMetrics says so when some of its storage nodes did not answer.
    package var isPartial: Bool

    init(
        resultType: ResultType, series: [Series], warnings: [String] = [], infos: [String] = [], isPartial: Bool = false
    ) {
        self.resultType = resultType
        self.series = series
        self.warnings = warnings
        self.infos = infos
        self.isPartial = isPartial
    }
}

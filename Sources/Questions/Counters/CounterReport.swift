import Archive
import Latency

/// Counters of the archive as Prometheus would have scraped them: cumulative from the first window that is kept, with one
/// sample at the end of every window, whatever time is asked for.
///
/// Layouts of one model have the numbers in which they came, day by day.
package struct CounterReport {
    /// In the order of their labels.
    package let series: [CounterSeries]
    /// What was left out because it is damaged.
    package private(set) var damages: Damages

    private let archive: Archive
    private let sources: [Source]
    private let request: CounterRequest
    private let limits: CounterLimits
    /// How things stood before the first window.
    private let tracks: [CounterTrack.Key: CounterTrack]
    private let walks: [Int: CounterWalk]

    /// Finds the series, without their samples.
    package init(archive: Archive, request: CounterRequest, limits: CounterLimits) throws {
        var survey = CounterSurvey(archive: archive, request: request, limits: limits)
        try survey.run()
        (self.archive, self.request, self.limits) = (archive, request, limits)
        (sources, tracks, walks, damages) = (survey.sources, survey.tracks, survey.walks, survey.damages)
        series = try survey.series().sorted { $0.labels.lexicographicallyPrecedes($1.labels) }
        let samples = series.map(\.sampleCount).clampedSum
        guard samples <= limits.samples else { throw CounterError.tooManySamples(limit: limits.samples) }
    }

    /// Hands out every series with its samples, in order.
    ///
    /// Read in as few walks as memory allows; nobody waits for the archive while `body` works.
    package mutating func forEachSeries<Samples: SampleCollector>(
        _ body: (CounterSeries, Samples) throws -> Void
    ) throws {
        var start = 0
        while start < series.count {
            var end = start
            var count = 0
            while end < series.count, end == start || count + series[end].sampleCount <= limits.samplesAtOnce {
                count += series[end].sampleCount
                end += 1
            }
            try handOut(start..<end, body)
            start = end
        }
    }

    private mutating func handOut<Samples: SampleCollector>(
        _ range: Range<Int>, _ body: (CounterSeries, Samples) throws -> Void
    ) throws {
        var samples = series[range].map { Samples(capacity: $0.sampleCount) }
        var wanted: [CounterTrack.Key: [Int]] = [:]
        for index in range { wanted[series[index].track, default: []].append(index) }
        var tracks = tracks.filter { wanted[$0.key] != nil }
        for (number, source) in sources.enumerated() {
            let models = Set(wanted.keys.filter { $0.source == number }.map(\.series.model))
            guard !models.isEmpty, let walk = walks[number] else { continue }
            damages.add(
                try walk.forEachWindow(models: models) { stretch in
                    for value in stretch.models {
                        let key = CounterTrack.Key(source: number, series: value.series)
                        guard let indexes = wanted[key] else { continue }
                        advance(&tracks[key, default: CounterTrack()], by: value.histogram, stretch) { track, time in
                            for index in indexes {
                                let one = series[index]
                                guard
                                    let value = track.value(of: one.column, in: one.layout, source.description.unit)
                                else { continue }
                                samples[index - range.lowerBound].append(CounterSample(time: time, value: value))
                            }
                        }
                    }
                })
        }
        for index in range {
            try body(series[index], samples[index - range.lowerBound])
            samples[index - range.lowerBound] = Samples(capacity: 0)
        }
    }

    /// Gives the times that are asked for to `body`, each with the counters as they stand then.
    private func advance(
        _ track: inout CounterTrack, by histogram: Histogram, _ stretch: StepAggregate,
        _ body: (CounterTrack, _ time: Int) -> Void
    ) {
        for time in track.timesBefore(stretch) where request.times.contains(time * 1000) { body(track, time * 1000) }
        track.add(histogram)
        let end = stretch.last.end * 1000
        if request.times.contains(end) { body(track, end) }
    }
}

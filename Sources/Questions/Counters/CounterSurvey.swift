import Archive
import Latency

/// Finds what a request for counters is about: which series, how many samples each, and how they stand before.
struct CounterSurvey {
    private let archive: Archive
    private let request: CounterRequest
    private let limits: CounterLimits
    private(set) var sources: [Source] = []
    private(set) var tracks: [CounterTrack.Key: CounterTrack] = [:]
    /// By the place of their source.
    private(set) var walks: [Int: CounterWalk] = [:]
    private(set) var damages = Damages()
    private var sampleCounts: [CounterTrack.Key: SampleCounts] = [:]
    /// On which day each layout of a model came first.
    private var layouts: [CounterTrack.Key: [BucketLayout: UTCDay]] = [:]

    /// How many samples there are in the time that is asked for.
    struct SampleCounts {
        private(set) var all = 0
        /// With a sum that is known.
        private(set) var sums = 0

        fileprivate mutating func add(_ track: CounterTrack, times: Int = 1) {
            all += times
            if track.sumMicroseconds != nil { sums += times }
        }
    }

    init(archive: Archive, request: CounterRequest, limits: CounterLimits) {
        (self.archive, self.request, self.limits) = (archive, request, limits)
    }

    mutating func run() throws {
        guard request.namesSource, !request.times.isEmpty else { return }
        sources = try archive.sources().filter { source in
            request.admits("source", source.description.name.text)
                && CounterSeries.names(in: source.description).contains { request.admits("__name__", $0) }
        }
        for (number, source) in sources.enumerated() { try survey(source, number) }
    }

    private mutating func survey(_ source: Source, _ number: Int) throws {
        let known = damages.take(try archive.models(of: source))
        let label = source.description.modelLabel.text
        let wanted = try known.filter { model in
            guard ContinuousClock.now < limits.deadline else { throw CounterError.tookTooLong }
            return request.admits(label, model.text)
        }
        guard !wanted.isEmpty, let oldest = damages.take(try archive.oldestWindow(of: source)),
            let newest = damages.take(try archive.newestWindow(of: source))
        else { return }
        let models = wanted.count == known.count ? nil : Set(wanted)
        let walk = CounterWalk(
            archive: archive, source: source, kept: oldest...max(oldest, newest), request: request,
            deadline: limits.deadline)
        walks[number] = walk
        var state = self
        state.damages.add(
            try walk.forEachDayBefore(models: models) { stretch in
                state.forEachModel(of: stretch, number) { state, key, histogram in
                    state.tracks[key, default: CounterTrack()].add(histogram)
                }
            })
        let before = state.tracks
        state.damages.add(
            try walk.forEachWindow(models: models, byDays: !limits.countsExactly) { stretch in
                state.forEachModel(of: stretch, number) { state, key, histogram in
                    if state.limits.countsExactly {
                        state.count(stretch, key, histogram)
                    } else {
                        state.estimate(stretch, key, histogram)
                    }
                }
            })
        state.tracks = before
        self = state
    }

    private mutating func forEachModel(
        of stretch: StepAggregate, _ number: Int,
        _ body: (inout CounterSurvey, CounterTrack.Key, Histogram) -> Void
    ) {
        let day = UTCDay(holding: stretch.last)
        for value in stretch.models {
            let key = CounterTrack.Key(source: number, series: value.series)
            for part in value.histogram.parts where (layouts[key]?[part.layout]).map({ $0 > day }) ?? true {
                layouts[key, default: [:]][part.layout] = day
            }
            body(&self, key, value.histogram)
        }
    }

    private mutating func count(_ stretch: StepAggregate, _ key: CounterTrack.Key, _ histogram: Histogram) {
        var (track, counts) = (tracks[key] ?? CounterTrack(), sampleCounts[key] ?? SampleCounts())
        for time in track.timesBefore(stretch) where request.times.contains(time * 1000) { counts.add(track) }
        track.add(histogram)
        if request.times.contains(stretch.last.end * 1000) { counts.add(track) }
        (tracks[key], sampleCounts[key]) = (track, counts)
    }

    /// As `count`, of a whole day: one for each window, and the one at its beginning.
    private mutating func estimate(_ stretch: StepAggregate, _ key: CounterTrack.Key, _ histogram: Histogram) {
        var (track, counts) = (tracks[key] ?? CounterTrack(), sampleCounts[key] ?? SampleCounts())
        counts.add(track, times: stretch.collected.reduce(1) { $0 + $1.upperBound.index - $1.lowerBound.index + 1 })
        track.add(histogram)
        (tracks[key], sampleCounts[key]) = (track, counts)
    }

    /// Those that have samples.
    func series() throws(CounterError) -> [CounterSeries] {
        var result: [CounterSeries] = []
        for (key, count) in sampleCounts where count.all > 0 {
            let order = (layouts[key] ?? [:]).sorted { ($0.value, $0.key) < ($1.value, $1.key) }.map(\.key)
            for (place, layout) in order.enumerated() {
                result += CounterSeries.all(
                    of: key, in: sources[key.source].description, layout, number: place + 1, samples: count,
                    for: request)
                guard result.count <= limits.series else { throw .tooManySeries(limit: limits.series) }
            }
        }
        return result
    }
}

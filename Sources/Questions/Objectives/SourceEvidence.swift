import Archive
import Latency
import Objectives

/// What one source counted of some models in several stretches of time.
struct SourceEvidence {
    let reader: EvidenceReader
    let stretches: [CountedWindows]
    let steps: CountedSteps
    let source: Source
    /// What counts its errors.
    private let errors: Source?
    /// How many windows of each stretch were collected, and of how many of these the errors were, too.
    private var collectedCounts: [Int]
    var errorsCollected: [Int]
    /// The first window that was ever collected.
    private let oldest: Window?

    private let errorsInLatency: KnownMetric.ErrorsInLatency
    /// One for each stretch.
    private var counts = BySeries<[Counts]>()
    /// Those with requests: of one model they are few, and mostly one.
    private var layouts = BySeries<[BucketLayout]>()
    /// Where the limit lies in the layout that was seen last.
    private var place: LatencyLimit.Place?
    /// Windows of which something is damaged; nil stands for all.
    private var damaged: Set<ClosedRange<Window>?> = []

    struct Counts {
        var events: EventCounts
        var quality = Quality.exact
        var lost = 0
        var hasSamples = false
        /// The most requests and errors in a window, by the pace of the busiest part.
        var peak = 0.0
        var errorPeak = 0.0
    }

    init(
        _ reader: EvidenceReader, _ sources: ObjectiveSources.Pair, _ stretches: [CountedWindows],
        _ steps: CountedSteps,
        _ damages: inout Damages
    ) throws(ArchiveError) {
        (self.reader, source, errors) = (reader, sources.latency, sources.errors)
        (self.stretches, self.steps) = (stretches, steps)
        errorsInLatency = source.description.errorsInLatency
        collectedCounts = stretches.map { _ in 0 }
        errorsCollected = collectedCounts
        oldest = damages.take(try reader.archive.oldestWindow(of: source))
    }

    /// Everything of some models.
    mutating func read(_ models: Set<Name>, _ damages: inout Damages) throws(ArchiveError) {
        let latencies = try addLatencies(of: models, &damages)
        if let errors, isLabelledAlike { try addErrors(errors, of: models, beside: latencies, &damages) }
    }

    /// Whether errors name models by the same label, and are kept by the labels that are asked for.
    private var isLabelledAlike: Bool {
        guard let errors = errors?.description else { return true }
        return errors.modelLabel == source.description.modelLabel
            && errors.isKept(like: source.description, by: reader.wanted.keys + reader.labels)
    }

    // MARK: Latencies

    /// - Returns: the windows that were collected, of any stretch.
    private mutating func addLatencies(
        of models: Set<Name>, _ damages: inout Damages
    ) throws(ArchiveError) -> CountedWindows {
        var doubtful: [UTCDay: Set<Name>] = [:]
        var runs: [ClosedRange<Window>] = []
        let selection = SeriesSelection(models: models, where: reader.wanted, by: reader.labels)
        let left = try reader.archive.forEachStretch(
            of: source, in: steps.range, newestFirst: false, selection: selection, stepEnd: steps.end
        ) { stretch in
            runs += stretch.collected
            for place in stretches.indices { collectedCounts[place] += stretches[place].count(in: stretch) }
            let memberships = stretches.map { $0.membership(of: stretch.collected) }
            for value in stretch.models {
                add(value, of: stretch, memberships)
                if value.quality >= .reset { stretch.days.forEach { doubtful[$0, default: []].insert(value.model) } }
            }
            return true
        }
        note(left, &damages)
        try addLosses(of: source, doubtful, &damages)
        return CountedWindows(runs)
    }

    private mutating func add(
        _ value: ModelWindow, of stretch: StepAggregate, _ memberships: [CountedWindows.Membership]
    ) {
        let histogram = value.histogram
        let key = reader.key(of: value.series, in: source)
        var (requests, good, lacksBounds) = (0, CountRange.zero, false)
        for part in histogram.parts {
            let own = part.requests
            requests = requests.addingClamped(own)
            good.add(self.requests(of: part))
            if own > 0, part.layout.upperBounds.isEmpty { lacksBounds = true }
        }
        if requests > 0 { note(histogram.parts, of: key) }
        let fresh = EventCounts.Counts(requests: requests, good: good)
        change(key, memberships) { counts, isWhole in
            counts.hasSamples = true
            counts.quality = max(counts.quality, value.quality)
            counts.peak = max(counts.peak, Double(requests) / Double(max(1, stretch.windows)))
            if lacksBounds { counts.events.lacksBounds = true }
            if isWhole { counts.events.inside.add(fresh) } else { counts.events.edges.add(fresh) }
        }
    }

    /// Those at or below the limit.
    private mutating func requests(of part: Histogram.Part) -> CountRange {
        if let place, place.layout == part.layout { return place.requests(of: part) }
        let place = LatencyLimit.Place(of: reader.limit, in: part.layout, unit: source.description.unit)
        self.place = place
        return place.requests(of: part)
    }

    private mutating func note(_ parts: [Histogram.Part], of key: SeriesKey) {
        func note(_ layouts: inout [BucketLayout]) {
            for part in parts where !layouts.contains(part.layout) { layouts.append(part.layout) }
        }
        note(&layouts[key, default: []])
    }

    mutating func change(
        _ key: SeriesKey, _ memberships: [CountedWindows.Membership], _ body: (inout Counts, _ isWhole: Bool) -> Void
    ) {
        if memberships.allSatisfy({ $0 == .none }) { return }
        // In place, and looked for once.
        func change(_ counts: inout [Counts]) {
            for (place, membership) in memberships.enumerated() where membership != .none {
                body(&counts[place], membership == .all)
            }
        }
        change(&counts[key, default: stretches.map { _ in Counts(events: EventCounts(errorsInLatency)) }])
    }

    mutating func note(_ left: Damages, _ damages: inout Damages) {
        damaged.formUnion(left.all.map(\.windows))
        damages.add(left)
    }

    // MARK: Result

    /// Those that something was counted of.
    var keys: some Sequence<SeriesKey> { counts.all.lazy.map(\.key) }

    /// Adds what is known of a model that the source has, or had, or of a part of it. A stretch before the first window that was ever collected says
    /// nothing, unless it is so of all sources.
    func add(_ key: SeriesKey, to found: inout EvidenceReader.Found) {
        let unit = source.description.unit
        found.layouts.formUnion((layouts[key] ?? []).map { EvidenceReader.UnitLayout(layout: $0, unit: unit) })
        for (place, stretch) in stretches.enumerated() {
            guard let oldest, let last = stretch.all?.upperBound, oldest <= last else {
                found.neverBegun[place] = stretch.count
                continue
            }
            var evidence = found.evidence[place]
            evidence.expectedWindows += stretch.count
            if damaged.contains(where: { $0.map { stretch.count(in: $0) > 0 } ?? true }) { evidence.isDamaged = true }
            let lacksErrors = lacksErrors(place)
            let knowsErrors = errors != nil && !lacksErrors
            evidence.collectedWindows += knowsErrors ? errorsCollected[place] : collectedCounts[place]
            if knowsErrors, errorsCollected[place] > 0 { found.knowsErrors[place] = true }
            if let counts = counts[key]?[place] {
                var events = counts.events
                events.mayLackErrors = lacksErrors
                evidence.events.append(events)
                evidence.lost = evidence.lost.addingClamped(counts.lost)
                evidence.quality = max(evidence.quality, counts.quality)
                if counts.hasSamples { found.hasSamples[place] = true }
                found.peak[place] += counts.peak + (events.errorsInLatency == .yes ? 0 : counts.errorPeak)
            }
            found.evidence[place] = evidence
        }
    }

    /// Whether errors are counted, but of too few of the windows that latencies are counted of, or not by the labels that are asked for.
    private func lacksErrors(_ place: Int) -> Bool {
        if errors == nil { return false }
        return !isLabelledAlike
            || Double(errorsCollected[place]) < Evidence.leastCoverage * Double(collectedCounts[place])
    }
}

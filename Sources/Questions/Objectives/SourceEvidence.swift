import Archive
import Latency
import Objectives

/// What one source counted of some models in several stretches of time.
struct SourceEvidence {
    private let reader: EvidenceReader
    private let source: Source
    private let stretches: [CountedWindows]
    private let steps: CountedSteps
    private let errorsInLatency: KnownMetric.ErrorsInLatency

    private var collected: [Int]
    private var counts: [Name: [Counts]] = [:]
    private var layouts: [Name: Set<BucketLayout>] = [:]
    private var isDamaged = false

    private struct Counts {
        var events: EventCounts
        var quality = Quality.exact
        var lost = 0
        var hasSamples = false
        var peak = 0.0
    }

    init(_ reader: EvidenceReader, _ source: Source, _ stretches: [CountedWindows], _ steps: CountedSteps) {
        (self.reader, self.source, self.stretches, self.steps) = (reader, source, stretches, steps)
        collected = stretches.map { _ in 0 }
        let known = Set(KnownMetrics.metrics(named: source.description.bareMetric.text).compactMap(\.errorsInLatency))
        errorsInLatency = known.count == 1 ? known.first ?? .unknown : .unknown
    }

    // MARK: Latencies

    mutating func addLatencies(of models: Set<Name>, _ damages: inout Damages) throws(ArchiveError) {
        var doubtful: [UTCDay: Set<Name>] = [:]
        let selection = SeriesSelection(models: models, where: reader.wanted)
        let left = try reader.archive.forEachStretch(
            of: source, in: steps.range, newestFirst: false, selection: selection, stepEnd: steps.end
        ) { stretch in
            for place in stretches.indices {
                collected[place] += stretch.collected.reduce(0) { $0 + stretches[place].count(in: $1) }
            }
            let memberships = stretches.map { $0.membership(of: stretch.collected) }
            for value in stretch.models {
                add(value, of: stretch, memberships)
                if value.quality >= .reset { stretch.days.forEach { doubtful[$0, default: []].insert(value.model) } }
            }
            return true
        }
        note(left, &damages)
        try addLosses(of: source, doubtful, &damages)
    }

    private mutating func add(
        _ value: ModelWindow, of stretch: StepAggregate, _ memberships: [CountedWindows.Membership]
    ) {
        let histogram = value.histogram
        let requests = histogram.requests
        let good = reader.limit.requests(of: histogram, unit: source.description.unit)
        if requests > 0 { layouts[value.model, default: []].formUnion(histogram.parts.map(\.layout)) }
        let fresh = EventCounts.Counts(requests: requests, good: good)
        change(value.model, memberships) { counts, isWhole in
            counts.hasSamples = true
            counts.quality = max(counts.quality, value.quality)
            counts.peak = max(counts.peak, Double(requests) / Double(max(1, stretch.windows)))
            if isWhole { counts.events.inside.add(fresh) } else { counts.events.edges.add(fresh) }
        }
    }

    private mutating func change(
        _ model: Name, _ memberships: [CountedWindows.Membership], _ body: (inout Counts, _ isWhole: Bool) -> Void
    ) {
        let none = memberships.map { _ in Counts(events: EventCounts(errorsInLatency)) }
        for (place, membership) in memberships.enumerated() where membership != .none {
            body(&counts[model, default: none][place], membership == .all)
        }
    }

    private mutating func note(_ left: Damages, _ damages: inout Damages) {
        if !left.isEmpty { isDamaged = true }
        damages.add(left)
    }

    // MARK: Errors

    mutating func addErrors(_ errors: Source, of models: Set<Name>, _ damages: inout Damages) throws(ArchiveError) {
        let classes = ErrorClasses(listed: reader.errorClasses, metric: errors.description.bareMetric)
        let isByClass = errors.description.classLabel != nil
        let selection = SeriesSelection(models: models, where: reader.wanted, by: isByClass ? [.errorClass] : [])
        var doubtful: [UTCDay: Set<Name>] = [:]
        let left = try reader.archive.forEachStretch(
            of: errors, in: steps.range, newestFirst: false, selection: selection, stepEnd: steps.end
        ) { stretch in
            let memberships = stretches.map { $0.membership(of: stretch.collected) }
            for value in stretch.models where !isByClass || classes.isBad(value.series.labels.first ?? "") {
                let fresh = EventCounts.Counts(requests: 0, good: .zero, errors: value.histogram.requests)
                change(value.model, memberships) { counts, isWhole in
                    counts.quality = max(counts.quality, value.quality)
                    if isWhole { counts.events.inside.add(fresh) } else { counts.events.edges.add(fresh) }
                }
                if value.quality >= .reset { stretch.days.forEach { doubtful[$0, default: []].insert(value.model) } }
            }
            return true
        }
        note(left, &damages)
        try addLosses(of: errors, doubtful, &damages)
    }

    // MARK: Losses

    /// Of days of which some windows are `reset` or `partial`: so many requests at most are not counted in such a window as the
    /// busiest window of that day has.
    private mutating func addLosses(
        of source: Source, _ doubtful: [UTCDay: Set<Name>], _ damages: inout Damages
    ) throws(ArchiveError) {
        for (day, models) in doubtful.sorted(by: { $0.key < $1.key }) {
            guard let windows = day.windows.overlap(with: steps.range) else { continue }
            var busiest: [Name: Int] = [:]
            var spoiled: [(model: Name, memberships: [CountedWindows.Membership])] = []
            let selection = SeriesSelection(models: models, where: reader.wanted)
            let left = try reader.archive.forEachStretch(
                of: source, in: windows, newestFirst: false, selection: selection, stepEnd: nil
            ) { stretch in
                for value in stretch.models {
                    busiest[value.model] = max(busiest[value.model] ?? 0, value.histogram.requests)
                    guard value.quality >= .reset else { continue }
                    spoiled.append((value.model, stretches.map { $0.membership(of: stretch.collected) }))
                }
                return true
            }
            note(left, &damages)
            for (model, memberships) in spoiled {
                change(model, memberships) { counts, _ in
                    counts.lost = counts.lost.addingClamped(busiest[model] ?? 0)
                }
            }
        }
    }

    // MARK: Result

    func add(_ model: Name, to found: inout EvidenceReader.Found) {
        let unit = source.description.unit
        found.layouts.formUnion((layouts[model] ?? []).map { EvidenceReader.UnitLayout(layout: $0, unit: unit) })
        for place in stretches.indices {
            let expected = stretches[place].count
            guard let counts = counts[model]?[place] else {
                // A server that has nothing of it may be gone for good; where all have nothing, it tells how many windows there were.
                guard found.evidence[place].events.isEmpty else { continue }
                found.evidence[place].collectedWindows = collected[place]
                found.evidence[place].expectedWindows = expected
                found.evidence[place].isDamaged = isDamaged
                continue
            }
            if found.evidence[place].events.isEmpty { found.evidence[place] = Evidence() }
            found.evidence[place].events.append(counts.events)
            found.evidence[place].collectedWindows += collected[place]
            found.evidence[place].expectedWindows += expected
            found.evidence[place].lost = found.evidence[place].lost.addingClamped(counts.lost)
            found.evidence[place].quality = max(found.evidence[place].quality, counts.quality)
            if isDamaged { found.evidence[place].isDamaged = true }
            if counts.hasSamples { found.hasSamples[place] = true }
            found.peak[place] += counts.peak
        }
    }
}

extension Name {
    /// Of series that are kept by classes of errors.
    fileprivate static let errorClass: Name = "class"
}

extension StepAggregate {
    /// The days of UTC that it has something of.
    fileprivate var days: Set<UTCDay> {
        Set(
            collected.flatMap { run in
                (UTCDay(holding: run.lowerBound).index...UTCDay(holding: run.upperBound).index).map(UTCDay.init(index:))
            })
    }
}

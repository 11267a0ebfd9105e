import Archive
import Latency
import Objectives

/// Reads from an archive what an objective is judged by: of several stretches of time in one pass.
struct EvidenceReader {
    let archive: Archive
    /// Those that measure the latency; of each the errors of the same name, if any.
    let sources: [ObjectiveSources.Pair]
    let limit: LatencyLimit
    /// What objectives list; nil counts those that are no fault of the client's.
    let errorClasses: [Name]?
    /// By label, the values that are wanted.
    let wanted: [Name: Set<Name>]
    /// What the answer is divided by; `source` may be one.
    let by: [Name]
    /// Each as far as it has gone by; nil where nothing of it has.
    let stretches: [ClosedRange<Window>?]
    let exclusions: [Exclusion]
    /// Whether there are more that can't be read, so that nobody knows which windows count.
    let lacksExclusions: Bool

    /// What is known of a model in each stretch.
    struct Found {
        var evidence: [Evidence]
        /// Windows that are left out of each stretch.
        var excluded: [Int]
        /// Whether there were samples in each stretch, be it without a request.
        var hasSamples: [Bool]
        /// The most requests in a window of each stretch, by the pace of its busiest part.
        var peak: [Double]
        /// Whether errors of each stretch are known of any source.
        var knowsErrors: [Bool]
        /// The windows of stretches before the first window of a source.
        var neverBegun: [Int]
        var layouts: Set<UnitLayout> = []

        /// The same with stretches in which no source had begun: nothing of them was collected.
        fileprivate var withUnbegun: Found {
            var result = self
            for place in evidence.indices where evidence[place].expectedWindows == 0 {
                result.evidence[place].expectedWindows = neverBegun[place]
            }
            return result
        }
    }

    struct UnitLayout: Hashable {
        let layout: BucketLayout
        let unit: LatencyUnit
    }

    /// The labels that series stay apart by.
    var labels: [Name] { by.filter { $0 != QuestionScope.sourceLabel } }

    /// Where in the answer a series belongs, whose labels are those of `labels`.
    func key(of series: SeriesKey, in source: Source) -> SeriesKey { series.divided(by: by, in: source) }

    /// By model and what the answer is divided by.
    func read(_ models: Set<Name>, _ damages: inout Damages) throws(ArchiveError) -> [SeriesKey: Found] {
        // Most often nothing is excluded, or the same for all models.
        let groups = Dictionary(grouping: models) { model in exclusions.filter { $0.models.matches(model) } }
        var found: [SeriesKey: Found] = [:]
        var nothing = Evidence()
        nothing.isDamaged = lacksExclusions
        for (exclusions, models) in groups {
            let counted = stretches.map { CountedWindows($0, excluding: exclusions) }
            let none = Found(
                evidence: stretches.map { _ in nothing }, excluded: counted.map(\.excludedCount),
                hasSamples: stretches.map { _ in false }, peak: stretches.map { _ in 0 },
                knowsErrors: stretches.map { _ in false }, neverBegun: stretches.map { _ in 0 })
            if by.isEmpty { for model in models { found[SeriesKey(model)] = none } }
            guard let steps = CountedSteps(counted) else { continue }
            var parts: [(models: Set<Name>, counts: SourceEvidence)] = []
            for pair in sources {
                var known = Set(damages.take(try archive.models(of: pair.latency)))
                if let errors = ObjectiveSources.errorsByModel(pair) {
                    known.formUnion(damages.take(try archive.models(of: errors)))
                }
                let own = Set(models).intersection(known)
                if own.isEmpty { continue }
                var counts = try SourceEvidence(self, pair, counted, steps, &damages)
                try counts.read(own, &damages)
                parts.append((own, counts))
            }
            let divided = Set(parts.flatMap(\.counts.keys))
            for (own, counts) in parts {
                let keys = by.isEmpty ? own.map { SeriesKey($0) } : divided.filter { own.contains($0.model) }
                for key in keys where belongs(key, to: counts.source) {
                    counts.add(key, to: &found[key, default: none])
                }
            }
        }
        return found.mapValues(\.withUnbegun)
    }

    /// Whether a source may have something of a part of the answer.
    private func belongs(_ key: SeriesKey, to source: Source) -> Bool {
        by.firstIndex(of: QuestionScope.sourceLabel).map { key.labels[$0] == source.description.name } ?? true
    }
}

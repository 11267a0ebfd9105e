import Archive
import Latency
import Objectives

/// Reads from an archive what an objective is judged by: of several stretches of time in one pass.
struct EvidenceReader {
    let archive: Archive
    /// Those that measure the latency; of each the errors of the same name, if any.
    let sources: [(latency: Source, errors: Source?)]
    let limit: LatencyLimit
    /// What objectives list; nil counts those that are no fault of the client's.
    let errorClasses: [Name]?
    /// By label, the values that are wanted.
    let wanted: [Name: Set<Name>]
    /// Each as far as it has gone by; nil where nothing of it has.
    let stretches: [ClosedRange<Window>?]
    let exclusions: [Exclusion]

    /// What is known of a model in each stretch.
    struct Found {
        var evidence: [Evidence]
        /// Windows that are left out of each stretch.
        var excluded: [Int]
        /// Whether there were samples in each stretch, be it without a request.
        var hasSamples: [Bool]
        /// The most requests in a window of each stretch, by the pace of its busiest part.
        var peak: [Double]
        var layouts: Set<UnitLayout> = []
    }

    struct UnitLayout: Hashable {
        let layout: BucketLayout
        let unit: LatencyUnit
    }

    func read(_ models: Set<Name>, _ damages: inout Damages) throws(ArchiveError) -> [Name: Found] {
        // Most often nothing is excluded, or the same for all models.
        let groups = Dictionary(grouping: models) { model in exclusions.filter { $0.models.matches(model) } }
        var found: [Name: Found] = [:]
        for (exclusions, models) in groups {
            let counted = stretches.map { CountedWindows($0, excluding: exclusions) }
            let none = Found(
                evidence: stretches.map { _ in Evidence() }, excluded: counted.map(\.excludedCount),
                hasSamples: stretches.map { _ in false }, peak: stretches.map { _ in 0 })
            for model in models { found[model] = none }
            guard let steps = CountedSteps(counted) else { continue }
            for (latency, errors) in sources {
                let known = damages.take(try archive.models(of: latency))
                let own = Set(models).intersection(known)
                if own.isEmpty { continue }
                var counts = SourceEvidence(self, latency, counted, steps)
                try counts.addLatencies(of: own, &damages)
                if let errors { try counts.addErrors(errors, of: own, &damages) }
                for model in own { counts.add(model, to: &found[model, default: none]) }
            }
        }
        return found
    }
}

import Archive
import Latency
import Statistics
import Support

/// Reads what a comparison needs, and compares.
struct CompareReport: Sendable {
    private let blocks: HourlyBlocks
    private let request: CompareRequest
    private let method: ComparisonMethod
    /// Tokens of requests, in the same blocks; nil where nobody counts them.
    private let tokens: TokenCounts?
    /// nil for all.
    private let asked: Set<Name>?
    /// The same stretches of another source, or of other labels; nil where none is named.
    private let elsewhere: HourlyBlocks?
    /// Whether there are exclusions that can't be read.
    private let lacksExclusions: Bool
    /// Which of the labels that the answer is divided by divide it, too.
    private let common: [Int]
    /// Whether the stretches before the later one can ever be enough.
    private let canBeEnough: Bool

    /// nil where nothing was collected by then.
    init?(
        _ resolved: ResolvedScope, _ request: CompareRequest, _ surroundings: Surroundings, _ archive: Archive,
        _ damages: inout Damages, method: ComparisonMethod = ComparisonMethod()
    ) throws {
        self.method = method
        let oldest = try resolved.sources.compactMap { damages.take(try archive.oldestWindow(of: $0))?.start }.min()
        guard let oldest, oldest < request.later.upperBound else { return nil }
        self.request = request
        let ranges = request.baseline(since: oldest, zone: surroundings.zone) + [request.later]
        canBeEnough = request.baseline(since: 0, zone: surroundings.zone).count >= method.minimumBlocks
        let exclusions = surroundings.exclusions
        lacksExclusions = surroundings.lacksExclusions
        asked = resolved.models
        let other = try request.control.scope(resolved, surroundings.parameters, in: archive, &damages)
        blocks = try HourlyBlocks(
            of: resolved, models: request.control.models(beside: resolved.models), ranges: ranges, without: exclusions,
            hasOthers: request.control == .others, from: archive, &damages)
        elsewhere = try other.map { other in
            try HourlyBlocks(
                of: other, models: other.models, ranges: ranges, without: exclusions, from: archive, &damages)
        }
        let by = other?.scope.by ?? resolved.scope.by
        common = resolved.scope.by.indices.filter { by.contains(resolved.scope.by[$0]) }
        tokens = try TokenCounts(resolved, ranges, without: exclusions, archive, &damages)
    }

    /// What a comparison is asked with beside its stretches.
    struct Surroundings {
        let parameters: QueryParameters
        let zone: Zone
        let exclusions: [Exclusion]
        /// Whether there are more that can't be read.
        let lacksExclusions: Bool
    }

    /// One for each entry with requests in the later stretch or its baseline, worked out on two processors.
    var entries: [CompareAnswer.Entry] {
        let later = blocks.ranges.count - 1
        let series = blocks.series.filter { series in
            isAsked(series.key.model) && blocks.requests(0...later, of: series) > 0
        }
        let controls = controls
        var entries = [CompareAnswer.Entry?](repeating: nil, count: series.count)
        entries.withUnsafeMutableBufferPointer { entries in
            // Every entry has a place of its own.
            nonisolated(unsafe) let entries = entries
            Threads.run(series.count, atMost: 2) { entries[$0] = entry(of: series[$0], controls) }
        }
        return entries.compactMap(\.self)
    }

    private func entry(
        of series: HourlyBlocks.Series, _ controls: [SeriesKey: Comparison]
    ) -> CompareAnswer.Entry {
        let later = blocks.ranges.count - 1
        let comparison = controls[series.key] ?? comparison(of: series, in: blocks)
        return CompareAnswer.Entry(
            key: series.key, comparison: comparison, later: side([later], of: series),
            baseline: side(Array(0..<later), of: series), control: control(of: series, comparison, among: controls),
            tokens: tokens?.share(of: comparison, series, blocks),
            excludedWindows: blocks.excludedWindows(0...later, of: series))
    }

    private func isAsked(_ model: Name) -> Bool {
        model == QuestionScope.allModels || asked?.contains(model) ?? true
    }

    private func comparison(of series: HourlyBlocks.Series, in blocks: HourlyBlocks) -> Comparison {
        let later = blocks.ranges.count - 1
        var comparison = Comparison(
            later: blocks.block(later, of: series), baseline: (0..<later).map { blocks.block($0, of: series) },
            days: request.days, method: method)
        if !canBeEnough { comparison.needed = nil }
        return lacksExclusions ? comparison.doubted : comparison
    }

    private func side(_ indices: [Int], of series: HourlyBlocks.Series) -> CompareAnswer.Side {
        let coverages = indices.map { blocks.coverage($0, of: series) }
        return CompareAnswer.Side(
            start: indices.first.map { blocks.ranges[$0].lowerBound },
            end: indices.last.map { blocks.ranges[$0].upperBound },
            requests: blocks.requests(indices, of: series),
            coverage: coverages.isEmpty ? nil : coverages.reduce(0, +) / Double(coverages.count),
            quality: indices.map { series.qualities[$0] }.max() ?? .exact)
    }

    // MARK: At the same time

    /// What people are to know where nothing is told beside it though they named what; nil where something is.
    var missingControl: String? {
        switch request.control {
        case .model(let name) where !blocks.series.contains { $0.key.model == name }:
            "nothing is told beside it: model \"\(name)\" has no requests in that time"
        case .elsewhere where elsewhere?.series.isEmpty ?? true:
            "nothing is told beside it: what was named has no requests in that time"
        default: nil
        }
    }

    /// Those of a model that stands beside all others, of each set of labels.
    private var controls: [SeriesKey: Comparison] {
        guard case .model(let name) = request.control else { return [:] }
        let own = blocks.series.filter { $0.key.model == name }
        return Dictionary(uniqueKeysWithValues: own.map { ($0.key, comparison(of: $0, in: blocks)) })
    }

    private func control(
        of series: HourlyBlocks.Series, _ comparison: Comparison, among controls: [SeriesKey: Comparison]
    ) -> CompareAnswer.Control? {
        let (model, found): (Name?, Comparison?)
        switch request.control {
        case .none: return nil
        case .others:
            (model, found) = (nil, blocks.others(than: series).map { self.comparison(of: $0, in: blocks) })
        case .model(let name):
            let key = SeriesKey(name, labels: series.key.labels)
            (model, found) = (name, name == series.key.model ? nil : controls[key])
        case .elsewhere(let name, _, _):
            let key = SeriesKey(name ?? series.key.model, labels: common.map { series.key.labels[$0] })
            let other = elsewhere.flatMap { blocks in
                blocks.series.first { $0.key == key }.map { self.comparison(of: $0, in: blocks) }
            }
            (model, found) = (key.model, other)
        }
        guard let found else { return nil }
        let pValue = comparison.effects.flatMap { own in found.effects.flatMap { own.pValue(beside: $0) } }
        return CompareAnswer.Control(
            model: model, verdict: found.verdict, differencePValue: pValue, source: request.control.source,
            wanted: request.control.wanted)
    }
}

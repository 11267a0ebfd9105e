import Archive
import Latency

/// How many requests of each entry of an answer failed, as counters of errors have it: of each source by itself, added up over those
/// whose errors are known.
struct RequestErrors {
    private let scope: QuestionScope
    /// By the name of the source.
    private var errors: [Name: ErrorCounts] = [:]
    /// Counters of requests, which come before what the answer itself has.
    private var requests: [Name: (source: Source, counts: [SeriesKey: Int])] = [:]
    /// What people are to know of sources whose errors are left out.
    private(set) var notes: [String] = []

    /// - Parameters:
    ///   - resolved: what the answer is of.
    ///   - totals: its entries.
    init(
        _ resolved: ResolvedScope, _ totals: RangeTotals, in range: TimeRange, from archive: Archive,
        _ damages: inout Damages
    ) throws {
        scope = resolved.scope
        let errors = try resolved.about(.errors, in: archive, &damages)
        let requests = try resolved.about(.requests, in: archive, &damages)
        for (place, source) in resolved.sources.enumerated() {
            let name = source.description.name
            guard let counter = errors.sources.first(where: { $0.description.name == name }) else { continue }
            let collected = totals.collected(of: place)
            let own = try ErrorCounts(of: counter, errors, beside: collected, from: archive, &damages)
            if let gap = own.gap(beside: source, scope) {
                if collected.count > 0 { notes.append(Self.note(gap, of: name, scope)) }
                continue
            }
            self.errors[name] = own
            guard let counter = requests.sources.first(where: { $0.description.name == name }),
                counter.description.modelLabel == source.description.modelLabel,
                counter.description.isKept(like: source.description, by: scope.labels)
            else { continue }
            let only = try ResolvedScope(scope, requests.measure, [counter], resolved.measures, archive, &damages)
            let counts = try RangeTotals(of: only, in: range.windows, from: archive, &damages)
            if counts.collected(of: 0) == collected { self.requests[name] = (counter, counts.counts) }
        }
    }

    /// Entries of sources that name models alike, of which there may be errors and nothing else.
    func failing(of resolved: ResolvedScope) -> [SeriesKey: Set<Name>] {
        var found: [SeriesKey: Set<Name>] = [:]
        for source in resolved.sources.map(\.description) {
            guard let own = errors[source.name], own.source.description.modelLabel == source.modelLabel else {
                continue
            }
            for key in own.failing { found[key, default: []].insert(source.name) }
        }
        return found
    }

    /// How many requests of an entry failed, and which part of all that is in millionths: nil where that is known of no source, the
    /// part also without requests.
    ///
    /// - Parameters:
    ///   - parts: what each of the entry's sources counted of it, and in how many windows.
    ///   - areRequests: whether it counts requests.
    func count(
        _ key: SeriesKey, _ parts: [RangeTotals.Part], areRequests: Bool
    ) -> (errors: Int, share: Int?)? {
        var (failed, all, isKnown) = (0, 0, false)
        var ofKnown = 0
        for part in parts {
            let name = part.source.description.name
            guard let own = errors[name],
                let count = own.count(key, beside: part.source, scope)
            else { continue }
            (failed, isKnown) = (failed.addingClamped(count), true)
            let counter = self.requests[name].flatMap { found in found.counts[key].map { (found.source, $0) } }
            guard let (source, requests) = counter ?? (areRequests ? (part.source, part.requests) : nil) else {
                continue
            }
            ofKnown = ofKnown.addingClamped(count)
            all = all.addingClamped(ErrorShare.all(count, of: own.source, requests: requests, of: source))
        }
        return isKnown ? (failed, ErrorShare.millionths(errors: ofKnown, of: all)) : nil
    }

    // MARK: What people read

    private static func note(_ gap: ErrorGap, of name: Name, _ scope: QuestionScope) -> String {
        switch gap {
        case .notCollected: return "the errors of source \"\(name)\" were not collected in all of this time"
        case .labels:
            let labels = scope.labels.map { "\"\($0)\"" }.joined(separator: ", ")
            return "the errors and the requests of source \"\(name)\" are not both kept by \(labels)"
        }
    }
}

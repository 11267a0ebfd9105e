import Archive
import Latency

/// Which source a question is about, and as of when.
struct SourceChoice: Sendable {
    let name: Name?
    let metric: Name?
    /// What is to be measured; nil where nobody says it.
    let measure: Name?
    /// The one that is meant of several, where none is named.
    private let usual: Name?
    /// The moment that the question is about, in seconds since 1970 UTC.
    let now: Int

    init(_ parameters: QueryParameters, now: Int) throws(RequestError) {
        name = parameters.source
        (metric, usual) = (parameters.metricName, parameters.defaultSource)
        measure = parameters.all("measure").first
        self.now = try parameters.moment(now: now)
    }

    private init(now: Int) { (name, metric, measure, usual, self.now) = (nil, nil, nil, nil, now) }

    /// Any source, as of the same moment.
    var any: SourceChoice { SourceChoice(now: now) }

    /// The sources that match, in the order they were first seen; empty only where the archive has none at all.
    ///
    /// One that had collected no window by `now` is left out where another one had: a first attempt with a wrong name
    /// must not stand in the way of every later question.
    func candidates(in archive: Archive, _ damages: inout Damages) throws -> [Source] {
        let matching = try matching(in: archive)
        let collected = try matching.filter { source in
            guard let oldest = damages.take(try archive.oldestWindow(of: source)) else { return false }
            return oldest.end <= now
        }
        return collected.isEmpty ? matching : collected
    }

    /// All sources that match, whether anything was collected or not; empty only where the archive has none at all.
    func matching(in archive: Archive) throws -> [Source] {
        let known = try archive.sources()
        let matching = known.filter { source in
            (name ?? source.description.name) == source.description.name
                && (metric ?? source.description.metric) == source.description.metric
        }
        if matching.isEmpty, !known.isEmpty {
            throw RequestError.unknownSource(name: name, metric: metric, known: known.map(\.description.id))
        }
        return try measuring(matching, among: known)
    }

    /// Those that measure what is asked for, which one of them must; all where nothing is.
    private func measuring(_ matching: [Source], among known: [Source]) throws(RequestError) -> [Source] {
        guard let measure, !matching.isEmpty else { return matching }
        let measures = SourceMeasures(known)
        let found = matching.filter { measures.measure(of: $0) == measure }
        if let first = matching.first, found.isEmpty {
            if let metric { throw .measureDiffers(measure, metric: metric, of: measures.measure(of: first)) }
            throw .unknownMeasure(measure, known: matching.map(measures.measure))
        }
        return found
    }

    /// The only source, or the first metric of it; nil where the archive has none at all.
    func single(in archive: Archive, _ damages: inout Damages) throws -> Source? {
        let candidates = try candidates(in: archive, &damages)
        if Set(candidates.map(\.description.name)).count > 1 {
            if let own = candidates.first(where: { $0.description.name == usual }) { return own }
            throw RequestError.severalSources(candidates.map(\.description.id), usual: usual)
        }
        return candidates.first
    }

    /// As `single`, for what shows one source of several, and lets people choose another one: where none is named the usual one, else
    /// the first. Where that does not know the model which is asked for, the first that does.
    func first(in archive: Archive, knowing model: Name? = nil, _ damages: inout Damages) throws -> Source? {
        let candidates = try candidates(in: archive, &damages)
        let chosen = candidates.first { $0.description.name == usual } ?? candidates.first
        guard name == nil, let model, let chosen else { return chosen }
        func knows(_ source: Source) throws -> Bool { damages.take(try archive.models(of: source)).contains(model) }
        if try knows(chosen) { return chosen }
        return try candidates.first(where: knows) ?? chosen
    }

    /// Whether the source is what the question is about where nobody says a measure or a metric.
    func isUsual(_ source: Source, in archive: Archive, _ damages: inout Damages) throws -> Bool {
        let own = try archive.sources().filter { $0.description.name == source.description.name }
        let collected = try own.filter { other in
            guard let oldest = damages.take(try archive.oldestWindow(of: other)) else { return false }
            return oldest.end <= now
        }
        return (collected.isEmpty ? own : collected).first?.id == source.id
    }
}

extension QueryParameters {
    /// The sources that the parameters name, or all; see `SourceChoice`. `now` is in seconds since 1970 UTC.
    package func sources(in archive: Archive, now: Int) throws -> [Source] {
        // Whatever is done with them tells of damage.
        var damages = Damages()
        return try SourceChoice(self, now: now).candidates(in: archive, &damages)
    }
}

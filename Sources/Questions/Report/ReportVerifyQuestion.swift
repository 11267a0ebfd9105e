import Archive
import Latency
import Support

/// Whether the archive still has the counts that a report rests on.
package struct ReportVerification: Sendable {
    package enum State: String, CaseIterable, Sendable {
        case same
        /// There are more requests than the report had: what came later, or was collected again.
        case laterData = "later_data"
        /// Some are gone: pruned, forgotten, or lost.
        case pruned
        /// As many, and others.
        case different
        /// The same counts, read in another unit.
        case unitChanged = "unit_changed"
        /// Of the exclusions: others than those that the report left out.
        case exclusionsChanged = "exclusions_changed"
    }

    package struct Row: Sendable {
        /// nil for the exclusions.
        package let source: SourceID?
        package let measure: Name?
        package let state: State
        /// As the report had them, and as the archive has them now; nil where it has no such source.
        package let then: Int?
        package let now: Int?
        /// What they are; nil for the exclusions, and where nothing tells it any more.
        package let counted: Counted?

        /// Of what is known to be something else nobody knows how many requests it is.
        fileprivate func requests(_ count: Int?) -> Int? { (counted ?? .requests) == .requests ? count : nil }
    }

    package internal(set) var rows: [Row] = []
    package var damages = Damages()

    package static let columns: [Column<Row>] = [
        Column("source", "SOURCE", .left) { .name($0.source?.name) },
        Column("metric_name", "METRIC", .leftShrinking) { .name($0.source?.metric) },
        Column("measure", "MEASURE", .left) { .name($0.measure) },
        Column("state", "STATE", .left) { .word($0.state.rawValue, $0.state == .same ? .plain : .bad) },
        Column("requests_then") { .count($0.requests($0.then)) },
        Column("requests_now") { .count($0.requests($0.now)) },
        Column("counted", "COUNTED", .left) { .text($0.counted?.rawValue) },
        Column("count_then", "THEN") { .count($0.then) },
        Column("count_now", "NOW") { .count($0.now) },
    ]

    /// Throws where the report has the hash of counts that it does not say.
    ///
    /// - Parameter context: what has the exclusions of the configuration.
    init(of basis: ReportBasis, in archive: Archive, _ context: QuestionContext) throws {
        let sources = try archive.sources()
        let measures = SourceMeasures(sources)
        for digest in basis.digests {
            guard let source = sources.first(where: { $0.description.id == digest.source }) else {
                rows.append(
                    Row(
                        source: digest.source, measure: digest.measure, state: .pruned, then: digest.requests, now: nil,
                        counted: nil))
                continue
            }
            let fresh = try CountDigest(
                of: source, measure: digest.measure, from: basis.start, to: basis.end, isOpen: basis.isOpen,
                in: archive, &damages)
            if fresh.hexadecimal == digest.hexadecimal, fresh.requests != digest.requests {
                throw RequestError.objectives(.noReport)
            }
            rows.append(
                Row(
                    source: digest.source, measure: measures.measure(of: source), state: Self.state(digest, fresh),
                    then: digest.requests, now: fresh.requests,
                    counted: Counted(source.description, measure: measures.measure(of: source))))
        }
        let known = Set(basis.digests.map(\.source))
        for source in sources where !known.contains(source.description.id) {
            let fresh = try CountDigest(
                of: source, measure: measures.measure(of: source), from: basis.start, to: basis.end,
                isOpen: basis.isOpen, in: archive, &damages)
            if fresh.requests == 0 { continue }
            rows.append(
                Row(
                    source: fresh.source, measure: fresh.measure, state: .laterData, then: nil, now: fresh.requests,
                    counted: Counted(source.description, measure: fresh.measure)))
        }
        let exclusions = try context.exclusions(and: archive, &damages)
        let own = exclusions.filter { $0.from < basis.end && basis.start < $0.to }
        if ReportBasis.digest(of: own) != basis.exclusions {
            rows.append(Row(source: nil, measure: nil, state: .exclusionsChanged, then: nil, now: nil, counted: nil))
        }
    }

    private static func state(_ then: CountDigest, _ now: CountDigest) -> State {
        if then.hexadecimal == now.hexadecimal { return then.unit == now.unit ? .same : .unitChanged }
        if now.requests > then.requests { return .laterData }
        return now.requests < then.requests ? .pruned : .different
    }
}

extension ReportVerification: TabularAnswer {
    /// Whether all is the same.
    package var isFresh: Bool { rows.allSatisfy { $0.state == .same } && damages.isEmpty }
}

/// Only for its columns: it is asked with a file.
package struct ReportVerifyQuestion: TabularQuestion {
    package static let name = "verify"
    package static let columns = ReportVerification.columns

    private let basis: ReportBasis
    private let context: QuestionContext

    /// - Parameter parameters: `document` is the whole report.
    package init(_ parameters: QueryParameters, in context: QuestionContext) throws(RequestError) {
        guard let basis = parameters["document"].flatMap({ ReportBasis(document: $0) }) else {
            throw .objectives(.noReport)
        }
        (self.basis, self.context) = (basis, context)
    }

    package func answer(from archive: Archive?) throws -> ReportVerification {
        guard let archive else { throw RequestError.objectives(.noReport) }
        return try ReportVerification(of: basis, in: archive, context)
    }
}

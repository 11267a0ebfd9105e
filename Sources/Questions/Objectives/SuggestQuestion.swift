import Archive
import Latency
import Objectives
import Support

/// Which objectives the last four weeks would have met: for each measure and model the lowest limits that each of these weeks kept.
package struct SuggestQuestion: TabularQuestion {
    package static let name = "suggest"

    package static let columns: [Column<SuggestAnswer.Row>] = [
        Column("model", "MODEL", .leftShrinking) { .model($0.model) },
        Column("measure", "MEASURE", .left) { .name($0.measure) },
        Column("below_ms", "LIMIT") { .milliseconds($0.below) },
        Column("target", "TARGET") { .fraction(millionths: $0.target.millionths) },
        Column("worst_week_share", "WORST WEEK") { .fraction(millionths: $0.worst) },
        Column("requests", "REQUESTS") { .count($0.requests) },
        Column("configuration", "CONFIGURATION", .left) { .text($0.configuration) },
    ]

    private static let targets = ["99%", "95%"].compactMap { Share($0) }
    private static let weeks = 4

    private let scope: QuestionScope

    package init(_ parameters: QueryParameters, in context: QuestionContext) throws(RequestError) {
        scope = try QuestionScope(parameters, now: context.now)
    }

    package func answer(from archive: Archive?) throws -> SuggestAnswer {
        var answer = SuggestAnswer()
        guard let archive else { return answer }
        let measures = SourceMeasures(try archive.sources())
        let known = try archive.sources().filter { $0.description.kind == .histogram }.map(measures.measure)
        var seen: Set<Name> = []
        let all = try ResolvedScope(scope, in: archive, &answer.damages)
        for measure in known where seen.insert(measure).inserted {
            guard let known = Measure(rawValue: measure.text), known.isLatency else { continue }
            if let asked = scope.measure, asked != measure { continue }
            let resolved = try all.about(known, in: archive, &answer.damages)
            if resolved.sources.isEmpty { continue }
            let end = Window(endedAt: scope.now)
            let weeks = try (0..<Self.weeks).map { back in
                let last = end.advanced(by: -back * 7 * UTCDay.windows)
                return try RangeTotals(
                    of: resolved, in: last.advanced(by: 1 - 7 * UTCDay.windows)...last, from: archive, &answer.damages)
            }
            answer.rows += Self.suggestions(measure, weeks)
        }
        return answer
    }

    private static func suggestions(_ measure: Name, _ weeks: [RangeTotals]) -> [SuggestAnswer.Row] {
        Set(weeks.flatMap { $0.totals.map(\.key.model) }).sorted().flatMap { model in
            // A week without requests says nothing.
            let histograms = weeks.compactMap { week in
                week.totals.first { $0.key.model == model && $0.histogram.requests > 0 }.map {
                    ($0.histogram, week.unit)
                }
            }
            let bounds = Set(
                histograms.flatMap { histogram, unit in
                    histogram.parts.flatMap { $0.layout.upperBounds.map(unit.milliseconds) }
                }
            ).sorted()
            return targets.compactMap { target in
                for bound in bounds {
                    let shares = histograms.compactMap { histogram, unit in
                        let low = LatencyLimit(milliseconds: bound).requests(of: histogram, unit: unit).low
                        return ExactShare(low, of: histogram.requests)
                    }
                    guard let worst = shares.min(), worst.reaches(target) else { continue }
                    return SuggestAnswer.Row(
                        model: model, measure: measure, below: bound, target: target, worst: worst.roundedDown,
                        requests: histograms.map(\.0.requests).clampedSum)
                }
                return nil
            }
        }
    }
}

package struct SuggestAnswer: TabularAnswer {
    package struct Row: Sendable {
        package let model: Name
        package let measure: Name
        /// In milliseconds; a bound of the buckets, so that the share is exact.
        package let below: Double
        package let target: Share
        /// The share of the worst week, in millionths.
        package let worst: Int
        package let requests: Int

        /// To be put below `objectives:` of a configuration.
        package var configuration: String {
            let share = Double(target.millionths) / 1e4
            let pattern = model.text.unicodeScalars.map { "*?\\".unicodeScalars.contains($0) ? "\\\($0)" : "\($0)" }
            return
                "- {name: \(quoted("\(model) \(measure) \(percent(share))")), models: \(quoted(pattern.joined())), "
                + "measure: \(measure), below: \(milliseconds)ms, target: \(percent(share)), period: month}"
        }

        private var milliseconds: String {
            let text = below.description
            return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
        }

        private func percent(_ share: Double) -> String {
            let text = share.description
            return (text.hasSuffix(".0") ? String(text.dropLast(2)) : text) + "%"
        }

        /// As YAML takes any text.
        private func quoted(_ text: String) -> String {
            "\"\(text.replacingScalars("\\", with: "\\\\").replacingScalars("\"", with: "\\\""))\""
        }
    }

    package internal(set) var rows: [Row] = []
    package var damages = Damages()
    package var emptyReason: EmptyReason? { rows.isEmpty ? .noTraffic : nil }
}

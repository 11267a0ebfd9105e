import Latency
import Questions

/// One line for a monitoring system, by the guidelines of the Monitoring Plugins project: `SERVICE STATUS: text`, a bar,
/// and performance data that graphs are drawn from.
///
/// No name can break the line: a bar in the text is replaced by `_`, control characters are shown as `\u000a`, and of a
/// very long name the middle is left out.
package struct CheckLine {
    /// How much performance data a line has.
    package enum Choice: String, CaseIterable, Sendable {
        /// That of every model, however long the line gets.
        case all
        /// That of the models that are named at most: five.
        case worst
        case none
    }

    /// So many models are named.
    static let maximumNamed = 5
    private static let service = "LATENCY"
    /// Many monitoring systems read 4 KiB of a plugin, one byte of which ends the text, and cut what is beyond.
    private static let maximumBytes = 4095
    /// What is left out of a name leaves room for the others and for the numbers.
    static let mostNameBytes = 200
    private static let mostMessageBytes = 2000
    static let unverified = "this is a replica, and its primary does not say that nothing more is stored"

    let choice: Choice?

    /// Without a choice the worst models have performance data, as many as fit.
    package init(performanceData choice: Choice? = nil) { self.choice = choice }

    /// With a line end at its end.
    package func text(of answer: CheckAnswer) -> String {
        let text = "\(head(answer.status)): \(bare(summary(of: answer) + damage(in: answer)))"
        let data = PerformanceData(answer, mostLabelBytes: choice == .all ? nil : Self.mostNameBytes)
        let whole = line(text, data.inOrder)
        switch choice {
        case .all: return whole
        case nil where whole.utf8.count <= Self.maximumBytes: return whole
        case nil: return line(text, fitting: data)
        case .worst: return line(text, Array(data.worstFirst.prefix(Self.maximumNamed)))
        case Choice.none?: return line(text, [])
        }
    }

    /// What can't be answered at all: an error's message, also as one line.
    package func text(ofError message: String) -> String {
        line("\(head(.unknown)): \(bare(ByteLimit.middle(of: message, toBytes: Self.mostMessageBytes)))", [])
    }

    func line(_ text: String, _ data: [String]) -> String {
        data.isEmpty ? text + "\n" : "\(text) | \(data.joined(separator: " "))\n"
    }

    /// As many of the worst models as there is room for, and a word that it is not all.
    private func line(_ text: String, fitting data: PerformanceData) -> String {
        let worst = data.worstFirst
        func told(_ count: Int) -> String { "\(text); performance data of \(count) of \(worst.count)" }
        var room = Self.maximumBytes - told(worst.count).utf8.count - " |\n".utf8.count
        let fitting = worst.prefix { piece in
            room -= piece.utf8.count + 1
            return room >= 0
        }
        return line(told(fitting.count), Array(fitting))
    }

    func head(_ status: CheckStatus) -> String {
        let word =
            switch status {
            case .ok: "OK"
            case .warning: "WARNING"
            case .critical: "CRITICAL"
            case .unknown: "UNKNOWN"
            }
        return "\(Self.service) \(word)"
    }

    // MARK: The text

    private func summary(of answer: CheckAnswer) -> String {
        switch answer.obstacle {
        case .neverCollected: return "nothing was collected yet"
        case .stale(let seconds?): return "the newest window ended \(seconds / 60) min ago"
        case .stale(nil): return "nothing was collected in the last 24 hours"
        case .noModels: return "no traffic in the last 24 hours"
        case .unverified: return Self.unverified
        case .unknownModel(let name, _, let elsewhere?): return ElsewhereText(elsewhere).sentence(shown(name))
        case .unknownModel(let name, let similar, nil):
            let meant = similar.map { ": did you mean \(shown($0))?" } ?? ""
            return "there is no model \(shown(name)) in the archive\(meant)"
        case nil: break
        }
        if answer.entries.count == 1 { return sentence(about: answer.entries[0].condition, answer) }
        let troubled = answer.entries.filter { $0.status != .ok }
        guard !troubled.isEmpty else { return allWell(answer) }
        var sentences = troubled.prefix(Self.maximumNamed).map { sentence(about: $0.condition, answer) }
        if troubled.count > Self.maximumNamed { sentences.append("\(troubled.count - Self.maximumNamed) more") }
        return "\(troubled.count) of \(answer.entries.count) models: \(sentences.joined(separator: ", "))"
    }

    /// What could not be looked at.
    private func damage(in answer: CheckAnswer) -> String {
        let warnings = answer.damages.warnings
        guard let first = warnings.first else { return "" }
        let more = warnings.count > 1 ? ", and \(warnings.count - 1) more" : ""
        return "; \(ByteLimit.middle(of: first, toBytes: Self.mostNameBytes * 2))\(more)"
    }

    private func allWell(_ answer: CheckAnswer) -> String {
        let conditions = answer.entries.map(\.condition)
        let known = conditions.filter { $0.p95 != nil }
        let slowest = known.max { $0.p95?.milliseconds ?? 0 < $1.p95?.milliseconds ?? 0 }
        return "\(conditions.count) models" + (slowest.map { ", slowest \(sentence(about: $0, answer))" } ?? "")
    }

    private func sentence(about condition: Evaluation, _ answer: CheckAnswer) -> String {
        let name = shown(condition.model)
        switch condition.state {
        case .judged:
            let counted = condition.requests == 1 ? "1 request" : "\(DecimalText.grouped(condition.requests)) requests"
            // Rules that must be certain take as many windows as have enough requests.
            let isCertain = answer.request.condition.isCertain
            let requests = counted + (isCertain ? " in \(PageTime.span(condition.judgedSeconds, .english))" : "")
            guard let p95 = condition.p95 else { return "\(name) p95 unknown (no finite bucket bound, \(requests))" }
            // The open bracket itself says that more can't be told.
            let doubt = p95.upper != nil && condition.isSure == false ? ", not sure" : ""
            let value = "\(name) p95 \(LatencyFormat.value(p95)) (\(LatencyFormat.bracket(p95)), \(requests)\(doubt))"
            return value + (condition.doubt.map { ", \(Self.sentence(about: $0))" } ?? "")
        case .fewRequests: return "\(name) too few requests (\(condition.requests))"
        case .noTraffic: return "\(name) no traffic"
        case .noData: return "\(name) no data"
        }
    }

    /// Why nothing is alerted of a p95 above its limit, and what it would take.
    private static func sentence(about doubt: LimitDoubt) -> String {
        let limit = LatencyFormat.bound(doubt.limit)
        let (slower, requests) = (DecimalText.grouped(doubt.slower), DecimalText.grouped(doubt.requests))
        guard let needed = doubt.needed else {
            return
                "not certain to be above \(limit): \(slower) of \(requests) requests surely are, more than 5 % would have to be"
        }
        return "not enough requests to be certain that it is above \(limit): \(slower) of \(requests) surely are, "
            + "about \(DecimalText.grouped(needed)) more like these would do"
    }

    private func shown(_ model: Name) -> String {
        ByteLimit.middle(of: TerminalText.modelName(model), toBytes: Self.mostNameBytes)
    }

    /// The bar ends the text and begins the performance data.
    func bare(_ text: String) -> String { PerformanceData.replacing(["|"], in: TerminalText.harmless(text)) }
}

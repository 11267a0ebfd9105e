import Reports

/// One line for a monitoring system, by the guidelines of the Monitoring Plugins project: `SERVICE STATUS: text`, a bar,
/// and performance data that graphs are drawn from.
///
/// No name can break the line: a bar in the text and an equals sign or a quote in a label are replaced by `_`, and control
/// characters are shown as `\u000a`. Labels that would be the same then, so that one graph had the numbers of two models,
/// are numbered.
package struct CheckLine {
    /// So many models are named; the performance data has all of them.
    private static let mostNamed = 5
    private static let service = "LATENCY"
    /// Behind a model's label, for its other number.
    private static let requests = " requests"

    package init() {}

    /// With a line end at its end.
    package func text(of answer: CheckAnswer) -> String {
        let line = "\(head(answer.status)): \(bare(summary(of: answer)))"
        if answer.entries.isEmpty { return line + "\n" }
        let names = labels(of: answer.entries.map(\.condition.model))
        let data = answer.entries.flatMap { entry in
            let name = names[entry.condition.model] ?? ""
            return [
                "'\(name)'=\(latency(entry.condition.p95))\(limits(of: answer))",
                "'\(name)\(Self.requests)'=\(entry.condition.requests);;;0",
            ]
        }
        return "\(line) | \(data.joined(separator: " "))\n"
    }

    /// What can't be answered at all: an error's message, also as one line.
    package func text(ofError message: String) -> String { "\(head(.unknown)): \(bare(message))\n" }

    private func head(_ status: CheckStatus) -> String {
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
        case .unknownModel(let name, let similar):
            let meant = similar.map { ": did you mean \(TerminalText.modelName($0))?" } ?? ""
            return "there is no model \(TerminalText.modelName(name)) in the archive\(meant)"
        case nil: break
        }
        if answer.entries.count == 1 { return sentence(about: answer.entries[0].condition) }
        let troubled = answer.entries.filter { $0.status != .ok }
        guard !troubled.isEmpty else { return allWell(answer.entries.map(\.condition)) }
        var sentences = troubled.prefix(Self.mostNamed).map { sentence(about: $0.condition) }
        if troubled.count > Self.mostNamed { sentences.append("\(troubled.count - Self.mostNamed) more") }
        return "\(troubled.count) of \(answer.entries.count) models: \(sentences.joined(separator: ", "))"
    }

    private func allWell(_ conditions: [ModelCondition]) -> String {
        let known = conditions.filter { $0.p95 != nil }
        let slowest = known.max { $0.p95?.milliseconds ?? 0 < $1.p95?.milliseconds ?? 0 }
        return "\(conditions.count) models" + (slowest.map { ", slowest \(sentence(about: $0))" } ?? "")
    }

    private func sentence(about condition: ModelCondition) -> String {
        let name = TerminalText.modelName(condition.model)
        switch condition.state {
        case .judged:
            let requests = condition.requests == 1 ? "1 request" : "\(DecimalText.grouped(condition.requests)) requests"
            let bracket = LatencyText.bracket(condition.p95)
            return "\(name) p95 \(LatencyText.value(condition.p95)) (\(bracket), \(requests))"
        case .fewRequests: return "\(name) too few requests (\(condition.requests))"
        case .noTraffic: return "\(name) no traffic"
        case .noData: return "\(name) no data"
        }
    }

    // MARK: Performance data

    /// `U` is unknown.
    private func latency(_ p95: Percentile?) -> String { p95.map { "\(seconds($0.milliseconds))s" } ?? "U" }

    private func limits(of answer: CheckAnswer) -> String {
        let limits = answer.request.condition.limits
        return ";\(limits.warning.map(seconds) ?? "");\(limits.critical.map(seconds) ?? "");0"
    }

    /// Never with an exponent, which the guidelines don't know.
    private func seconds(_ milliseconds: Double) -> String { DecimalText.fixed(milliseconds / 1e3, decimals: 5) }

    /// By model. Numbers go by the names' order, not by the states', so that a graph stays that of its model.
    private func labels(of models: [String]) -> [String: String] {
        var (labels, taken) = ([String: String](), Set<String>())
        for model in models.sorted() {
            let name = label(model)
            var (unique, number) = (name, 1)
            while taken.contains(unique) || taken.contains(unique + Self.requests) {
                number += 1
                unique = "\(name) (\(number))"
            }
            taken.formUnion([unique, unique + Self.requests])
            labels[model] = unique
        }
        return labels
    }

    private func label(_ model: String) -> String {
        String(bare(TerminalText.modelName(model)).map { $0 == "=" || $0 == "'" ? "_" : $0 })
    }

    /// The bar ends the text and begins the performance data.
    private func bare(_ text: String) -> String {
        String(TerminalText.harmless(text).map { $0 == "|" ? "_" : $0 })
    }
}

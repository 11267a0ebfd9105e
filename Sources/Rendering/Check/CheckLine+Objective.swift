import Latency
import Objectives
import Questions

extension CheckLine {
    /// Of an objective's newest period: the worst models, and performance data of the share of good requests, low and high, in
    /// percent. With a line end at its end.
    package func text(of answer: SloAnswer) -> String {
        let order: [CheckStatus] = [.critical, .warning, .unknown, .ok]
        let worst = order.flatMap { status in answer.entries.filter { $0.status == status } }
        let named = worst.prefix(Self.maximumNamed).map(sentence)
        let more = worst.count > named.count ? ["and \(worst.count - named.count) more"] : []
        let text =
            if answer.isUnverified {
                Self.unverified
            } else if worst.isEmpty {
                answer.warnings.first ?? "no model has requests to judge"
            } else {
                (named + more).joined(separator: "; ")
            }
        let data = choice == Choice.none ? [] : worst.prefix(Self.maximumNamed).compactMap(performance)
        return line("\(head(answer.status)): \(bare(text))", data)
    }

    private func sentence(_ entry: SloAnswer.Entry) -> String {
        let objective = entry.objective.map { "\(TerminalText.harmless($0)): " } ?? ""
        let name = ByteLimit.middle(of: TerminalText.modelName(entry.model), toBytes: Self.mostNameBytes)
        let target = DecimalText.percent(millionths: entry.target.millionths)
        let limit = LatencyFormat.bound(entry.below)
        guard let share = entry.share else { return "\(objective)\(name) had no requests" }
        let range = Table.Cell(.fractions(low: share.low.roundedDown, high: share.high.roundedUp)) { "\($0)" }.text
        let burning = entry.burn.first(where: \.isFiring).map { burn in
            ", spends its budget \(DecimalText.rate(burn.long ?? 0)) times as fast as it may over "
                + SloQuestion.span(burn.pair.long)
        }
        let reasons = entry.reasons.map(\.rawValue).joined(separator: ", ")
        let reason = reasons.isEmpty ? "" : " (\(reasons))"
        return
            "\(objective)\(name) \(range) of \(DecimalText.grouped(entry.requests)) requests within \(limit), target \(target), "
            + "\(entry.verdict.name)\(reason)\(burning ?? "")"
    }

    private func performance(_ entry: SloAnswer.Entry) -> String? {
        guard let share = entry.share else { return nil }
        let name = ByteLimit.middle(of: TerminalText.modelName(entry.model), toBytes: Self.mostNameBytes)
        let label = bare(name).replacingScalars("'", with: "_").replacingScalars("=", with: "_")
        func percent(_ millionths: Int) -> String { DecimalText.millionths(millionths * 100) }
        let least = percent(entry.target.millionths)
        return "'\(label) low'=\(percent(share.low.roundedDown))%;;\(least):;0;100 "
            + "'\(label) high'=\(percent(share.high.roundedUp))%;;;0;100"
    }
}

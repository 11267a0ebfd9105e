import Latency
import Objectives
import Questions

/// Whether an objective is kept in the period at hand, as a small picture: of all its models the worst.
package struct ObjectiveBadge {
    private let name: String
    private let entries: [SloAnswer.Entry]
    private let isStale, isDamaged: Bool
    private let language: Language

    /// - Parameters:
    ///   - entries: of one objective.
    ///   - displayName: what stands in place of the model's name, where it is about one; nil for none.
    package init(
        objective: Name, model: Name?, entries: [SloAnswer.Entry], isStale: Bool, isDamaged: Bool, language: Language,
        displayName: String? = nil
    ) {
        let of = model.map { ", \(displayName.map(TerminalText.harmless) ?? TerminalText.modelName($0))" } ?? ""
        name = Truncation.middle(of: TerminalText.harmless(objective) + of, toWidth: 40)
        (self.entries, self.isStale, self.isDamaged, self.language) = (entries, isStale, isDamaged, language)
    }

    private var wording: ObjectiveWording { language.objectives }

    package var markup: Markup {
        let status = CheckStatus.worst(entries.map(\.status))
        guard let worst = entries.first(where: { $0.status == status }) else {
            return picture(language.wording.noData, colour: Badge.colour(of: .noData))
        }
        // A period that is over stays what it was.
        if isStale, !worst.period.isComplete {
            return picture(language.wording.staleWord, colour: Badge.colour(of: .noData))
        }
        return picture(message(worst), colour: colour(status))
    }

    private func picture(_ message: String, colour: String) -> Markup {
        let told = isDamaged ? "\(message), \(language.wording.damagedWord)" : message
        return Badge.markup(name: name, message: told, meaning: wording.objective, colour: colour)
    }

    /// `99.91 %, met`; of a period that runs what is surely left of its budget.
    private func message(_ entry: SloAnswer.Entry) -> String {
        let good = ObjectiveFormat.good(entry).map { "\($0), " } ?? ""
        guard entry.verdict.reason == .running, let left = ObjectiveFormat.leastLeft(entry) else {
            return good + wording.verdict(entry.verdict)
        }
        if let high = entry.budgetLeft?.high, high < 0 { return good + wording.overspent }
        return good + wording.budgetLeft(left)
    }

    private func colour(_ status: CheckStatus) -> String {
        switch status {
        case .ok: Badge.colour(of: .good)
        case .warning: Badge.colour(of: .warning)
        case .critical: Badge.colour(of: .danger)
        case .unknown: Badge.colour(of: .cannotTell)
        }
    }
}

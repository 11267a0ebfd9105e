import Latency
import Objectives
import Questions

extension TableRendering {
    /// What stands below the table of objectives.
    func explanation(_ answer: SloAnswer) -> [String] {
        let model = { (name: Name) in TerminalText.modelName(name) }
        let notes = answer.entries.compactMap { entry in doubt(entry).map { note(of: entry, model, $0) } }
        let excluded = answer.entries.compactMap { entry in
            self.excluded(entry.excludedWindows).map { note(of: entry, model, $0) }
        }
        let lines = goodput(answer, model) + Note.sentences(notes + excluded) + burns(answer, model)
        return lines.isEmpty ? [] : [""] + lines
    }

    /// How many requests kept all objectives of a model, and what spends its budget too fast.
    ///
    /// - Parameter model: what one is called.
    func facts(_ answer: SloAnswer, model: (Name) -> String) -> [String] {
        goodput(answer, model) + burns(answer, model)
    }

    private func goodput(_ answer: SloAnswer, _ model: (Name) -> String) -> [String] {
        answer.goodput.map { together in
            let names = together.objectives.map { TerminalText.harmless($0) }.joined(separator: ", ")
            let bounds = together.goodput.bounds
            let low = DecimalText.percent(millionths: bounds.low.roundedDown)
            let high = DecimalText.percent(millionths: bounds.high.roundedUp)
            let differ = together.goodput.countsDiffer ? " Their numbers of requests differ by more than 1 %." : ""
            let name = divided(model(together.model), together.labels)
            return "\(name) from \(short(together.period.start)): \(low) to \(high) of the requests "
                + "kept all of \(names).\(differ)"
        }
    }

    /// Once for all that spend their budgets too fast over the same stretch.
    private func burns(_ answer: SloAnswer, _ model: (Name) -> String) -> [String] {
        var groups: [(before: String, limit: String, rates: [String])] = []
        for entry in answer.entries {
            for burn in entry.burn where burn.isFiring {
                let before = "\(objective(entry))over \(SloQuestion.span(burn.pair.long)), "
                let limit = DecimalText.rate(burn.factor)
                let rate = DecimalText.rate(burn.long ?? 0)
                let name = divided(model(entry.model), entry.labels)
                if let place = groups.firstIndex(where: { ($0.before, $0.limit) == (before, limit) }) {
                    groups[place].rates.append("\(name) \(rate) times")
                } else {
                    groups.append((before, limit, ["\(name) spends its budget \(rate) times as fast as it may"]))
                }
            }
        }
        return groups.map { "\($0.before)\($0.rates.joined(separator: ", ")); \($0.limit) is too fast." }
    }

    private func note(of entry: SloAnswer.Entry, _ model: (Name) -> String, _ text: String) -> Note {
        Note(
            before: objective(entry), name: divided(model(entry.model), entry.labels),
            after: " from \(short(entry.period.start))", text: text)
    }

    private func objective(_ entry: SloAnswer.Entry) -> String {
        entry.objective.map { "\(TerminalText.harmless($0)): " } ?? ""
    }

    /// Why nobody can tell, and what would; nil where the verdict is clear.
    func doubt(_ entry: SloAnswer.Entry) -> String? {
        let reasons = entry.reasons.map { reason($0, entry) }
        return reasons.isEmpty ? nil : reasons.joined(separator: "; and ")
    }

    private func reason(_ reason: Objectives.Verdict.Reason, _ entry: SloAnswer.Entry) -> String {
        switch reason {
        case .noRequests: "there were no requests"
        case .lowCoverage:
            "fewer than 80 % of its windows were collected; collect --backfill 30d fills what the server still has"
        case .damaged: "a part of it is damaged; archive verify tells which"
        case .tooMany: "there are more requests than can be counted"
        case .running: "the period ends at \(short(entry.period.end))"
        case .lostCounts:
            "up to \(DecimalText.grouped(entry.lost)) requests may have been lost to restarts, which could turn it"
        case .partialHours: "it depends on hours of which the windows are no longer kept"
        case .errors: "it depends on whether errors are among the fast requests"
        case .errorsUnknown:
            "its errors were not collected, are not kept by the labels that are asked for, or name models by another label"
        case .noBounds: "of some of its requests no more than a mean is known"
        case .limitBetweenBounds: limitBetweenBounds(entry)
        }
    }

    private func limitBetweenBounds(_ entry: SloAnswer.Entry) -> String {
        let bounds = [entry.nearest?.below, entry.nearest?.above].compactMap(\.self).map(LatencyFormat.bound)
        let hint = bounds.isEmpty ? "" : "; with \(bounds.joined(separator: " or ")) it would be exact"
        return "the limit of \(LatencyFormat.bound(entry.below)) lies between bounds of buckets\(hint)"
    }
}

import Latency
import Questions

extension TableRendering {
    /// What stands below the table of a comparison.
    func explanation(_ answer: CompareAnswer) -> [String] {
        let lines = answer.entries.flatMap { entry in
            [needed(entry), beside(entry), excluded(name(entry.key), entry.excludedWindows)].compactMap(\.self)
        }
        return lines.isEmpty ? [] : [""] + lines
    }

    func explanation(_ answer: ChangesAnswer) -> [String] {
        let lines = answer.entries.compactMap { entry in
            excluded("\(name(entry.key)) since \(short(entry.at))", entry.excludedWindows)
        }
        return lines.isEmpty ? [] : [""] + lines
    }

    func excluded(_ name: String, _ windows: Int) -> String? {
        guard windows > 0 else { return nil }
        let what = windows == 1 ? "1 window is" : "\(DecimalText.grouped(windows)) windows are"
        return "\(name): \(what) left out; exclude list says why."
    }

    private func name(_ key: SeriesKey) -> String { divided(TerminalText.modelName(key.model), key.labels) }

    /// A model, and what it is divided by.
    func divided(_ model: String, _ labels: [Name]) -> String {
        let labels = labels.map { TerminalText.modelName($0) }.joined(separator: ", ")
        return model + (labels.isEmpty ? "" : " (\(labels))")
    }

    private func needed(_ entry: CompareAnswer.Entry) -> String? {
        guard let needed = entry.comparison.needed else { return nil }
        let days = needed.days == 1 ? "1 day" : "\(DecimalText.grouped(needed.days)) days"
        guard let requests = needed.requests else {
            return "\(name(entry.key)): about \(days) more of what it is compared with would tell."
        }
        let more = max(0, requests - entry.later.requests)
        return
            "\(name(entry.key)): about \(DecimalText.grouped(more)) requests more, \(days) in all, would tell."
    }

    /// What others did at the same time.
    private func beside(_ entry: CompareAnswer.Entry) -> String? {
        guard let control = entry.control else { return nil }
        let place = ([control.source].compactMap(\.self) + control.wanted).map { TerminalText.harmless($0) }
        let isOther = control.model != entry.key.model
        let model =
            control.model.map { isOther || place.isEmpty ? TerminalText.modelName($0) : "it" } ?? "the other models"
        let others = model + (place.isEmpty ? "" : " in \(place.joined(separator: ", "))")
        let verdict = control.verdict == .cannotTell ? "cannot tell" : control.verdict.rawValue
        let chance =
            control.differencePValue.map { value in
                let text = value < 0.001 ? "< 0.001" : "= \(DecimalText.fixed(value, decimals: 3))"
                return value < 0.01
                    ? "; it changed otherwise than that (p \(text))"
                    : "; that it changed otherwise than that can't be told (p \(text))"
            } ?? ""
        return "\(name(entry.key)): at the same time \(others): \(verdict)\(chance)."
    }
}

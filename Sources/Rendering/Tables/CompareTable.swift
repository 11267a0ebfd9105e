import Latency
import Questions
import Statistics

/// A comparison within the eighty columns of a terminal; the rest is told below it.
enum CompareTable {
    typealias Column = Questions.Column<CompareAnswer.Entry>

    static func columns(of answer: CompareAnswer) -> [Column] {
        let isExact = answer.entries.allSatisfy { quality($0) == .exact }
        return [
            Column(nil, "MODEL", .leftShrinking) { .model($0.key.model) },
            .labels { $0.key.labels },
            Column(nil, "VERDICT", .left) { .verdict($0.comparison.verdict, as: words($0.comparison.verdict)) },
            Column(nil, "P50 CHANGE") { .text(ChangeFormat.estimate($0.comparison.p50Change?.estimate)) },
            Column(nil, "P95 CHANGE") { .text(ChangeFormat.estimate($0.comparison.p95Change?.estimate)) },
            Column(nil, "BETWEEN") { .text(ChangeFormat.between($0.comparison.p95Change)) },
            Column(nil, "REQUESTS") { .count($0.later.requests) },
        ] + (isExact ? [] : [Column(nil, "QUALITY", .left) { .quality(quality($0)) }])
    }

    static func words(_ verdict: Statistics.Verdict) -> String {
        verdict == .cannotTell ? "cannot tell" : verdict.rawValue
    }

    private static func quality(_ entry: CompareAnswer.Entry) -> Quality {
        max(entry.later.quality, entry.baseline.quality)
    }
}

extension TableRendering {
    /// What stands below the table of a comparison.
    func explanation(_ answer: CompareAnswer) -> [String] {
        let excluded = answer.entries.compactMap { entry in
            self.excluded(entry.excludedWindows).map { Note(name: name(entry.key), text: $0) }
        }
        let notes =
            answer.entries.compactMap(basis) + answer.entries.compactMap(tokens) + answer.entries.compactMap(beside)
        let lines = Note.sentences(notes + excluded)
        return lines.isEmpty ? [] : [""] + lines
    }

    /// How sure the verdict is and what it rests on; else why it can't be told, and what would tell.
    private func basis(_ entry: CompareAnswer.Entry) -> Note? {
        let comparison = entry.comparison
        guard comparison.verdict == .cannotTell else {
            guard let start = entry.baseline.start, let chance = comparison.pValue else { return nil }
            let blocks = comparison.blocks
            return Note(
                name: name(entry.key),
                text: "\(ChangeFormat.chance(chance)), beside \(blocks) stretches from \(short(start)) on")
        }
        let parts = [comparison.reason.map(reason), needed(entry)].compactMap(\.self)
        return parts.isEmpty ? nil : Note(name: name(entry.key), text: parts.joined(separator: "; "))
    }

    private func reason(_ reason: DoubtReason) -> String {
        switch reason {
        case .tooFewBlocks: "there are fewer than six such stretches to compare with"
        case .lowCoverage: "less than 80 % of it was collected"
        case .noRequests: "there were no requests"
        case .noCommonBounds: "its buckets have no bound in common"
        case .variesTooMuch: "such stretches differ by as much anyway"
        case .bucketsTooWide: "a change of 10 % could lie within its buckets, and more traffic won't tell"
        case .damaged: "an exclusion can't be read, and nobody knows what it leaves out"
        }
    }

    private func needed(_ entry: CompareAnswer.Entry) -> String? {
        guard let needed = entry.comparison.needed else { return nil }
        let days = needed.days == 1 ? "1 day" : "\(DecimalText.grouped(needed.days)) days"
        guard let requests = needed.requests else { return "about \(days) more of what it is compared with would tell" }
        let more = max(0, requests - entry.later.requests)
        return "about \(DecimalText.grouped(more)) requests more, \(days) in all, would tell"
    }

    /// What of a change that is one goes along with tokens per request.
    private func tokens(_ entry: CompareAnswer.Entry) -> Note? {
        let comparison = entry.comparison
        let isChange = (comparison.pValue ?? 1) < Self.likely || [.slower, .faster].contains(comparison.verdict)
        guard isChange, let tokens = entry.tokens else { return nil }
        if let reason = tokens.reason {
            return Note(
                name: name(entry.key),
                text: "what tokens per request have to do with it can't be told: \(doubt(reason))")
        }
        guard let share = percent(tokens.share), let low = percent(tokens.low), let high = percent(tokens.high),
            let chance = tokens.remainingPValue
        else { return nil }
        let rest = chance < Self.sure ? "something remains without them" : "whether anything remains can't be told"
        return Note(
            name: name(entry.key),
            text: "\(share) % (\(low) to \(high) %) of it goes along with tokens per request; "
                + "\(rest) (\(ChangeFormat.chance(chance)))")
    }

    private static let likely = 0.05
    private static let sure = 0.01

    private func doubt(_ doubt: TokenAssociation.Doubt) -> String {
        switch doubt {
        case .beyondBaseline: "they changed more than they ever did before"
        case .loadMovedAlong: "the load moved along with them"
        case .tooFewHours: "there are too few hours to compare with"
        }
    }

    private func percent(_ share: Double?) -> Int? { share.flatMap { Int(exactly: ($0 * 100).rounded()) } }

    /// What others did at the same time.
    private func beside(_ entry: CompareAnswer.Entry) -> Note? {
        guard let control = entry.control else { return nil }
        let place = ([control.source].compactMap(\.self) + control.wanted).map { TerminalText.harmless($0) }
        let isOther = control.model != entry.key.model
        let model =
            control.model.map { isOther || place.isEmpty ? TerminalText.modelName($0) : "it" } ?? "the other models"
        let others = model + (place.isEmpty ? "" : " in \(place.joined(separator: ", "))")
        let verdict = CompareTable.words(control.verdict)
        let chance =
            control.differencePValue.map { value in
                let text = ChangeFormat.chance(value)
                return value < Self.sure
                    ? "; it changed otherwise than that (\(text))"
                    : "; that it changed otherwise than that can't be told (\(text))"
            } ?? ""
        return Note(name: name(entry.key), text: "at the same time \(others): \(verdict)\(chance)")
    }

    func name(_ key: SeriesKey) -> String { divided(TerminalText.modelName(key.model), key.labels) }

    /// A model, and what it is divided by.
    func divided(_ model: String, _ labels: [Name]) -> String {
        let labels = labels.map { TerminalText.modelName($0) }.joined(separator: ", ")
        return model + (labels.isEmpty ? "" : " (\(labels))")
    }

    /// nil for none.
    func excluded(_ windows: Int) -> String? {
        guard windows > 0 else { return nil }
        let what = windows == 1 ? "1 window is" : "\(DecimalText.grouped(windows)) windows are"
        return "\(what) excluded; exclude list says why"
    }
}

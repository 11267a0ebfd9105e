import Latency
import Questions

extension Cell {
    /// Whether a column of nothing else tells nothing.
    var isUsual: Bool { if case .resolution(.window) = self { true } else { false } }
}

extension Table.Column {
    init<Row>(_ column: Questions.Column<Row>) {
        self.init(
            title: column.title ?? "", alignment: column.alignment == .right ? .right : .left,
            shrinks: column.alignment == .leftShrinking)
    }
}

extension Table.Cell {
    init(_ cell: Questions.Cell, time: (_ seconds: Int) -> String) {
        let none = LatencyFormat.none
        switch cell {
        case .text(let text): self.init(text.map { TerminalText.harmless($0) } ?? none)
        case .word(let word, let tone): self.init(TerminalText.harmless(word), style: TextStyle(tone))
        case .name(let name): self.init(name.map { TerminalText.harmless($0) } ?? none)
        case .model(let name): self.init(TerminalText.modelName(name))
        case .count(let count): self.init(count.map(DecimalText.grouped) ?? none)
        case .bytes(let bytes): self.init(bytes.map(ByteFormat.value) ?? none)
        case .time(let seconds): self.init(seconds.map(time) ?? none)
        case .end(let end, let began): self.init(end.map { Self.end(time($0), began: time(began)) } ?? none)
        case .day(let seconds): self.init(String(time(seconds).prefix(10)))
        case .age(let seconds): self.init(Self.age(minutes: seconds / 60))
        case .span(let seconds): self.init(PageTime.span(seconds, .english))
        case .duration(let milliseconds): self.init(LatencyFormat.value(milliseconds.map { Double($0) }))
        case .minutes(let seconds): self.init(seconds.map { "\(DecimalText.minutes($0)) min" } ?? none)
        case .milliseconds(let value): self.init(LatencyFormat.value(value))
        case .percentile(let percentile): self.init(LatencyFormat.value(percentile))
        case .percentileOfRequests(let percentile): self.init(LatencyFormat.known(percentile))
        case .bracket(let percentile): self.init(LatencyFormat.bracket(percentile))
        case .flag(let flag): self.init(flag.map { $0 ? "yes" : "no" } ?? none)
        case .resolution(let resolution): self.init(resolution.name)
        case .fraction(let millionths): self.init(millionths.map(ShareFormat.percent) ?? none)
        case .hours(let hours): self.init(DecimalText.hours(hours))
        case .counts(let counts): self.init(TerminalText.harmless(CSVRendering.text(of: counts)))
        case .rate(let value): self.init(value.map(DecimalText.rate) ?? none)
        case .share(let share): self.init(ShareFormat.known(share))
        case .fractions(let low, let high): self.init(Self.range(low, high) ?? none)
        case .labels, .objects: self.init(none)
        case .list(let texts): self.init(texts.isEmpty ? none : TerminalText.harmless(texts.joined(separator: ", ")))
        }
    }

    /// One percentage where both are one.
    private static func range(_ low: Int?, _ high: Int?) -> String? {
        guard let low, let high else { return nil }
        // Exact shares differ only in what the sixth decimal was rounded to.
        if high - low <= 1 { return DecimalText.percent(millionths: low) }
        return "\(DecimalText.percent(millionths: low).dropLast(2))–\(DecimalText.percent(millionths: high))"
    }

    /// Where times have no offset, only the part of the date that is another one.
    private static func end(_ end: String, began: String) -> String {
        guard end.count == "2025-10-17 14:30".count, began.count == end.count else { return end }
        if end.prefix(10) == began.prefix(10) { return String(end.suffix(5)) }
        return end.prefix(5) == began.prefix(5) ? String(end.dropFirst(5)) : end
    }

    private static func age(minutes: Int) -> String {
        minutes < 1 ? "< 1 min" : minutes < 60 ? "\(minutes) min" : "\(minutes / 60) h"
    }
}

extension TextStyle {
    fileprivate init(_ tone: Cell.Tone) {
        switch tone {
        case .plain: self = .plain
        case .warning: self = .warning
        case .bad: self = .bad
        }
    }
}

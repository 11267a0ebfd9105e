import Archive
import Latency
import Support
import Testing

@testable import Questions
@testable import Rendering

/// Tables of records and settings within the eighty columns of a terminal, with names and texts as long as people write them.
@Suite struct NarrowTablesTests {
    private let terminal = Terminal(isTerminal: true, width: 80, hasColor: false)
    private let text = "driver upgrade on all nodes of the cluster in Seoul and Tokyo, second attempt"
    private let model: Name = "meta-llama/Llama-3.3-70B-Instruct-FP8"

    private func lines<Asked: TabularQuestion>(
        _ answer: Asked.Answer, _ question: Asked.Type, width: Int = 80
    ) -> [String] {
        let rendering = TableRendering(
            zone: SampleAnswers.seoul, terminal: Terminal(isTerminal: true, width: width, hasColor: false))
        return rendering.text(of: answer, to: question).split(separator: "\n").map(String.init)
    }

    private func exclusions() -> ExclusionsAnswer {
        var answer = ExclusionsAnswer()
        let (from, pattern) = (SampleAnswers.halfPast, ShellPattern(model.text))
        answer.rows = [
            .init(Exclusion(from: from, to: from + 3600, models: pattern, reason: text)),
            .init(
                Numbered(
                    id: 12,
                    RecordedExclusion(
                        Exclusion(from: from, to: from + 86_400, models: pattern, reason: text), createdAt: from,
                        createdBy: "administrator"))),
        ]
        return answer
    }

    @Test("exclusions and marks do not wrap, and have whole times where there is room")
    func records() {
        let narrow = lines(exclusions(), ExclusionsQuestion.self)
        #expect(narrow.allSatisfy { DisplayWidth.of($0) <= 80 }, "\(narrow)")
        #expect(narrow.count == 3 && narrow[1].contains("2025-10-17 14:30  15:30 "))
        #expect(narrow[2].contains("2025-10-17 14:30  10-18 14:30"))
        let wide = lines(exclusions(), ExclusionsQuestion.self, width: 200)
        #expect(wide[1].contains("2025-10-17T14:30:00+09:00  2025-10-17T15:30:00+09:00") && wide[1].contains(text))
        let mark = Mark(
            at: SampleAnswers.halfPast, text: text, model: model, kind: .processStart, createdAt: 0,
            createdBy: "administrator")
        let marks = lines(MarksAnswer(Numbered(id: 1234, mark)), MarksQuestion.self)
        #expect(
            marks.allSatisfy { DisplayWidth.of($0) <= 80 } && marks[1].contains("2025-10-17T14:30:00+09:00"), "\(marks)"
        )
    }

    @Test("a replay has a table for each source and measure, which does not wrap")
    func replay() {
        let range = TimeRange(start: SampleAnswers.halfPast, end: SampleAnswers.halfPast + 864_000)
        var answer = ReplayAnswer(range: range)
        for (place, source) in [Name("cluster-a"), "cluster-b"].enumerated() {
            answer.entries.append(
                .init(
                    rule: "first token is slower than promised", source: SourceID(name: source, metric: "m"),
                    measure: "ttft", model: model, state: .critical, from: SampleAnswers.halfPast,
                    to: place == 0 ? SampleAnswers.halfPast + 270_000 : nil, duration: 270_000))
        }
        let narrow = lines(answer, ReplayQuestion.self)
        #expect(narrow.allSatisfy { DisplayWidth.of($0) <= 80 }, "\(narrow)")
        #expect(narrow[1] == "cluster-a, ttft" && narrow[4] == "cluster-b, ttft")
        #expect(narrow[3].hasSuffix("critical  2025-10-17 14:30  10-20 17:30  3 days 3 h"), "\(narrow[3])")
        #expect(narrow[6].hasSuffix("critical  2025-10-17 14:30  –   3 days 3 h"), "\(narrow[6])")
    }

    @Test("settings that do not fit stand below what they have in common, with their file's name alone")
    func settings() {
        let place = "/etc/metricsctl/config.d/objectives-of-the-customers.yaml:12"
        let settings = [
            EffectiveSetting(key: "archive", value: "/var/lib/metricsctl/metrics.db", origin: .standard),
            EffectiveSetting(key: "exclusions.1.reason", value: text, origin: .file, place: place),
            EffectiveSetting(key: "exclusions.1.models", value: "*", origin: .file, place: place),
        ]
        let narrow = SettingsText(terminal: terminal).table(settings).split(separator: "\n").map(String.init)
        #expect(narrow.allSatisfy { DisplayWidth.of($0) <= 80 }, "\(narrow)")
        #expect(narrow[2] == "exclusions.1" && narrow[4].hasPrefix("  models  ") && narrow.count == 5)
        #expect(narrow[4].hasSuffix("  file objectives-of-the-customers.yaml:12"))
        let wide = SettingsText(terminal: Terminal(isTerminal: true, width: 300, hasColor: false)).table(settings)
        #expect(wide.contains("exclusions.1.reason  \(text)") && wide.contains(place))
    }

    @Test("names get no shorter than twelve columns where that would not help")
    func hopeless() {
        func table(_ second: Int) -> [String] {
            Table(
                columns: [.init(title: "A", alignment: .left, shrinks: true), .init(title: "B")],
                rows: [[.init("abcdefghijklmnopqrst"), .init(String(repeating: "x", count: second))]]
            ).lines(for: Terminal(isTerminal: true, width: 40, hasColor: false))
        }
        #expect(table(26)[1].hasPrefix("abcdef…pqrst  xxx"))
        #expect(table(29)[1].hasPrefix("abcd…qrst  xxx") && DisplayWidth.of(table(29)[1]) == 40)
        #expect(table(35)[1].hasPrefix("abcdef…pqrst  xxx"))
    }

    @Test("what is too wide for a report is several tables, each with the names")
    func parts() {
        let columns = ["NAME", "ONE", "TWO", "THREE"].map { Table.Column(title: $0, alignment: .left) }
        let table = Table(columns: columns, rows: [["a", .init(text), .init(text), "c"]])
        let parts = table.parts(for: terminal, names: 1)
        #expect(parts.map { $0.columns.map(\.title) } == [["NAME", "ONE"], ["NAME", "TWO"], ["NAME", "THREE"]])
        #expect(parts.allSatisfy { $0.rows[0][0].text == "a" })
        let small = Table(columns: columns, rows: [["a", "b", "c", "d"]])
        #expect(small.parts(for: terminal, names: 1).count == 1)
    }

    @Test("on a terminal a table that is too wide is several, each with the names; a file gets it as it is")
    func partsOnTerminals() {
        let columns =
            [Table.Column(title: "MODEL", alignment: .left, shrinks: true)]
            + ["ONE", "TWO", "THREE"].map { Table.Column(title: $0) }
        let table = Table(
            columns: columns, rows: [[.init(model.text)] + Array(repeating: .init("0123456789"), count: 3)])
        let narrow = table.linesInParts(for: Terminal(isTerminal: true, width: 38, hasColor: false))
        #expect(narrow.allSatisfy { DisplayWidth.of($0) <= 38 } && narrow.count == 5, "\(narrow)")
        #expect(narrow.filter { $0.hasPrefix("MODEL") }.count == 2 && narrow[2].isEmpty)
        #expect(table.linesInParts(for: terminal).count == 2)
        #expect(table.linesInParts(for: Terminal(isTerminal: false, width: 38, hasColor: false)).count == 2)
    }

    @Test("what collect marks can be read, and who wrote a mark stays")
    func marks() {
        func line(_ kind: Mark.Kind, _ text: String, by name: String) -> String {
            let mark = Mark(
                at: SampleAnswers.halfPast, text: text, model: model, kind: kind, createdAt: 0, createdBy: name)
            return lines(MarksAnswer(Numbered(id: 1, mark)), MarksQuestion.self)[1]
        }
        #expect(line(.processStart, "12 processes started", by: "metricsctl collect").contains("12 processes started"))
        #expect(line(.manual, "driver upgrade", by: "ann").contains("ann"))
    }

    @Test("lists of what people record say so where they are empty")
    func noRecords() throws {
        let zone = SampleAnswers.seoul
        func text<Asked: TabularQuestion>(_ question: Asked.Type) throws -> String {
            let asked = try Asked(QueryParameters(), in: QuestionContext(now: 0, zone: zone)).answer(from: nil)
            return TableRendering(zone: zone, terminal: terminal).text(of: asked, to: question)
        }
        #expect(try text(ExclusionsQuestion.self) == "No exclusions; metricsctl exclude add makes one.\n")
        #expect(try text(MarksQuestion.self) == "No marks; metricsctl mark add makes one.\n")
        #expect(try text(AnnouncementsQuestion.self) == "No announcements; metricsctl announce add makes one.\n")
    }

    @Test("what is said of several rows stands once")
    func notes() {
        let notes = [("a", "no requests"), ("b", "damaged"), ("c", "no requests")].map { Note(name: $0, text: $1) }
        #expect(Note.sentences(notes) == ["a, c: no requests.", "b: damaged."])
        let other = Note(before: "chat: ", name: "d", text: "no requests")
        #expect(Note.sentences(notes + [other]).last == "chat: d: no requests.")
    }
}

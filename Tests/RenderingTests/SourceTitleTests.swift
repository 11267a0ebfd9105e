import Latency
import Testing

@testable import Questions
@testable import Rendering

/// What is said of several metrics of one source, as where their server is down, is said once.
@Suite struct SourceTitleTests {
    private func id(_ metric: Name, _ source: Name = "vllm") -> SourceID { SourceID(name: source, metric: metric) }

    @Test("what is alike stands once, with how many metrics it is of, or their names")
    func grouped() {
        let all = ["a", "b", "c", "d"].map { (id($0), "x") } + [(id("e"), "y"), (id("a", "other"), "x")]
        let found = SourceTitle.grouped(all.map { (id: $0.0, said: $0.1) })
        #expect(found.map(\.title) == ["vllm (a, b and 2 more)", "vllm (e)", "other (a)"])
        let same = SourceTitle.grouped(["a", "b", "c"].map { (id: id($0), said: "x") })
        #expect(same.map(\.title) == ["vllm (3 metrics)"])
        #expect(SourceTitle.grouped([(id: id("a\u{1B}"), said: "x")]).map(\.title) == ["vllm (a\\u001b)"])
    }

    @Test("a title names as many metrics as a line has room for, and one at least")
    func width() {
        func metric(_ letter: Character) -> Name { Name(String(repeating: letter, count: 50)) }
        let parts =
            (["a", "b", "c"] as [Character]).map { (id: id(metric($0)), said: "x") } + [(id: id("d"), said: "y")]
        let title = SourceTitle.grouped(parts)[0].title
        #expect(title == "vllm (\(metric("a")) and 2 more)")
    }

    @Test("a doctor names a dead server once, and what one metric alone has below it")
    func diagnosis() {
        func section(_ metric: Name, _ own: [Finding]) -> Diagnosis.Section {
            .init(source: "vllm", metric: metric, findings: [Finding("server", .problem, "cannot reach it")] + own)
        }
        let unit = Finding("unit", .ok, "seconds")
        let diagnosis = Diagnosis(
            sections: [
                .init(source: nil, metric: nil, findings: [Finding("archive", .ok, "fine")]), section("a", [unit]),
                section("b", [unit, Finding("source", .problem, "another label")]), section("c", []),
            ])
        let text = DiagnosisText(terminal: .none) { setting, _ in setting.rawValue }
        #expect(
            text.table(diagnosis) == """
                ok       archive  fine

                vllm (3 metrics)
                problem  server   cannot reach it

                vllm (a, b)
                ok       unit     seconds

                vllm (b)
                problem  source   another label

                2 problems, 0 warnings.

                """)
        // Programs are told of every metric.
        #expect(text.json(diagnosis).contains(#""problems":4"#))
    }
}

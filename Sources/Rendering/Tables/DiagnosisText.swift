import Latency
import Questions
import Support

/// A diagnosis for people and as JSON.
package struct DiagnosisText {
    private let terminal: Terminal
    private let name: (Setting, String?) -> String

    /// - Parameter name: how people write a setting, with its value where there is one.
    package init(terminal: Terminal, naming name: @escaping (_ setting: Setting, _ value: String?) -> String) {
        self.terminal = terminal
        self.name = name
    }

    /// A line for each check, with what to do below it.
    package func table(_ diagnosis: Diagnosis) -> String {
        var lines: [String] = []
        let width = diagnosis.sections.flatMap(\.findings).map { DisplayWidth.of($0.check) }.max() ?? 0
        let paragraphs = paragraphs(diagnosis)
        for (title, findings) in paragraphs {
            if !lines.isEmpty { lines.append("") }
            if let title { lines.append(terminal.styled(title, .heading)) }
            for finding in findings { lines += self.lines(finding, width: width) }
        }
        return (lines + ["", summary(paragraphs.flatMap(\.findings)), ""]).joined(separator: "\n")
    }

    /// What is found of several metrics of a source stands once, as where their server is down.
    private func paragraphs(_ diagnosis: Diagnosis) -> [(title: String?, findings: [Finding])] {
        var paragraphs: [(title: SourceTitle?, all: Int, findings: [Finding])] = []
        for section in diagnosis.sections {
            let own = diagnosis.sections.filter { $0.source == section.source }
            for finding in section.findings {
                let alike = own.filter { $0.findings.contains(finding) }
                guard alike.first == section else { continue }
                let title = section.source.map { SourceTitle(source: $0, metrics: alike.compactMap(\.metric)) }
                if let place = paragraphs.firstIndex(where: { $0.title == title }) {
                    paragraphs[place].findings.append(finding)
                } else {
                    paragraphs.append((title, own.count, [finding]))
                }
            }
        }
        return paragraphs.map { ($0.title?.text(of: $0.all), $0.findings) }
    }

    private func lines(_ finding: Finding, width: Int) -> [String] {
        let verdict = finding.verdict.rawValue
        let margin = Self.verdictWidth + 2 + width + 2
        var texts = Wrapping.lines(of: TerminalText.harmless(finding.reason), width: terminal.width, indent: margin)
        if let advice = finding.advice {
            texts += Wrapping.lines(
                of: "-> " + TerminalText.harmless(advice.text(naming: name)), width: terminal.width, indent: margin)
        }
        let start = [(verdict, Self.verdictWidth), (finding.check, width)].map { text, width in
            text + String(repeating: " ", count: width - DisplayWidth.of(text) + 2)
        }
        guard let first = texts.first else { return start }
        let line = terminal.styled(start[0], style(of: finding.verdict)) + start[1] + first.dropFirst(margin)
        return [line] + texts.dropFirst()
    }

    private static let verdictWidth = 7

    private func summary(_ findings: [Finding]) -> String {
        let problems = findings.count { $0.verdict == .problem }
        let warnings = findings.count { $0.verdict == .warning }
        if problems + warnings == 0 { return "All is well." }
        return
            "\(problems) \(problems == 1 ? "problem" : "problems"), \(warnings) \(warnings == 1 ? "warning" : "warnings")."
    }

    private func style(of verdict: Diagnosis.Verdict) -> TextStyle {
        switch verdict {
        case .ok: .good
        case .warning: .warning
        case .problem: .bad
        case .skipped: .plain
        }
    }

    package func json(_ diagnosis: Diagnosis) -> String {
        var json = JSONWriter(indented: terminal.isTerminal)
        json.object { json in
            json.member("status", diagnosis.verdict.rawValue)
            json.member("problems", diagnosis.count(of: .problem))
            json.member("warnings", diagnosis.count(of: .warning))
            let all = diagnosis.sections.flatMap { section in section.findings.map { (section, $0) } }
            json.member("checks", arrayOf: all) { json, found in
                let (section, finding) = found
                json.member("check", finding.check)
                json.member("source", section.source)
                json.member("metric_name", section.metric)
                json.member("verdict", finding.verdict.rawValue)
                json.member("reason", finding.reason)
                json.member("advice", finding.advice?.text(naming: name))
            }
        }
        return json.text + "\n"
    }
}

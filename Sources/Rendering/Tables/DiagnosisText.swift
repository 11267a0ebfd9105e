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
        for section in diagnosis.sections {
            if !lines.isEmpty { lines.append("") }
            if let source = section.source, let metric = section.metric {
                let title = "\(TerminalText.harmless(source)) (\(TerminalText.harmless(metric)))"
                lines.append(terminal.styled(title, .heading))
            }
            for finding in section.findings { lines += self.lines(finding, width: width) }
        }
        return (lines + ["", summary(diagnosis), ""]).joined(separator: "\n")
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

    private func summary(_ diagnosis: Diagnosis) -> String {
        let (problems, warnings) = (diagnosis.count(of: .problem), diagnosis.count(of: .warning))
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

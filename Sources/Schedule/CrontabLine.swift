import Latency
import Support

/// One line of a crontab that collects.
package struct CrontabLine: Hashable, Sendable {
    /// When cron runs it: `*/5 * * * *`.
    package let schedule: String
    package let job: CollectJob
    /// Seconds that it waits first, so that the machines of a site don't all ask in the same second.
    package let delay: Int
    /// Where stderr is appended to; nil leaves it to cron, which mails it.
    package let log: String?

    package init(job: CollectJob, delay: Int, log: String?) {
        schedule = "*/5 * * * *"
        self.job = job
        self.delay = delay
        self.log = log
    }

    /// Names that no crontab can hold have no text: cron knows no way to write a line break, and `crontab -l` writes a
    /// backspace as `\b`, so that the next edit would store another name.
    package var text: String? {
        let words = [job.program, "collect"] + job.arguments
        var command = "sleep \(delay); \(Self.path) " + words.map(ShellWord.quoted).joined(separator: " ")
        if let log { command += " 2>>" + ShellWord.quoted(log) }
        guard !command.utf8.contains(where: [0, 8, UInt8(ascii: "\n"), UInt8(ascii: "\r")].contains) else { return nil }
        return "\(schedule) \(Self.escaped(command))"
    }

    /// A bare percent sign would end the command, and cron takes one of two backslashes away, quoted or not. Those stand
    /// between single quotes here, which may end and begin again.
    private static func escaped(_ command: String) -> String {
        var escaped = ""
        var last: Unicode.Scalar?
        for scalar in command.unicodeScalars {
            if last == "\\", scalar == "\\" || scalar == "%" { escaped += "''" }
            if scalar == "%" { escaped += "\\" }
            escaped.unicodeScalars.append(scalar)
            last = scalar
        }
        return escaped
    }

    /// What cron gives the shell.
    private static func unescaped(_ command: some StringProtocol) -> String {
        var unescaped = String.UnicodeScalarView()
        var isEscaped = false
        for scalar in command.unicodeScalars {
            if isEscaped, scalar == "%" || scalar == "\\" { unescaped.removeLast() }
            unescaped.append(scalar)
            isEscaped = !isEscaped && scalar == "\\"
        }
        return String(unescaped)
    }

    /// For the one command alone: a line of its own would hold for all that follow it, the user's own included.
    private static let path = "PATH=/usr/local/bin:/usr/bin:/bin"

    /// Reads a line, one that people changed included; nil where it does not collect.
    package init?(_ line: some StringProtocol) {
        let fields = line.split(separator: " ", maxSplits: 5, omittingEmptySubsequences: true)
        guard fields.count == 6, !line.hasPrefix("#") else { return nil }
        let words = ShellWord.split(Self.unescaped(fields[5]))
        guard
            let place = words.indices.first(where: {
                Self.isProgram(words[$0]) && words.dropFirst($0 + 1).first == "collect"
            })
        else { return nil }
        let rest = words[(place + 2)...]
        let arguments = rest.prefix { !$0.hasPrefix("2>") && !$0.hasPrefix(">") && $0 != ";" && $0 != "|" }
        schedule = fields[..<5].joined(separator: " ")
        job = CollectJob(program: words[place], arguments: Array(arguments))
        delay = words.first == "sleep" ? words.dropFirst().first.flatMap { Int($0.prefix { $0 != ";" }) } ?? 0 : 0
        log = rest.first { $0.hasPrefix("2>>") }.map { String($0.dropFirst(3)) }
    }

    private static func isProgram(_ word: String) -> Bool { word == "metricsctl" || word.hasSuffix("/metricsctl") }
}

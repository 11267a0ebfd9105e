import Foundation
import Latency
import Testing

@testable import Schedule

@Suite struct CrontabTests {
    /// A crontab as people have them: no order, settings, a line without its break at the end.
    private let others = "MAILTO=me\n\n# mine\n0 3 * * *\t/bin/backup % 100\\%\n\t@daily  x"

    private func line(_ arguments: String..., delay: Int = 5) -> CrontabLine {
        CrontabLine(
            job: CollectJob(program: "/usr/local/bin/metricsctl", arguments: arguments), delay: delay,
            log: "/var/lib/metricsctl/collect.log")
    }

    @Test("the block comes at the end, and all other lines stay byte for byte")
    func install() throws {
        var crontab = Crontab(others)
        try crontab.install(line())
        #expect(crontab.text.hasPrefix(others + "\n# BEGIN metricsctl\n"))
        #expect(crontab.text.hasSuffix("\n# END metricsctl\n"))
        #expect(try crontab.lines == [line()])
        try crontab.remove(nil)
        #expect(crontab.text == others + "\n")
    }

    @Test("lines of others that are no UTF-8 stay as they are, also between the marks")
    func otherEncodings() throws {
        let latin =
            Array("0 3 * * * /home/j".utf8) + [0xFC] + Array("rgen/x\r\n# ".utf8) + [0xB9, 0xE9, 0xBE, 0xF7, 0x0A]
        var crontab = Crontab(bytes: latin)
        try crontab.install(line())
        #expect(crontab.bytes.starts(with: latin))
        let marked = Array("# BEGIN metricsctl\n".utf8) + latin
        let ours = try Array(#require(line().text).utf8)
        crontab = Crontab(bytes: marked + Array("# END metricsctl\n".utf8))
        try crontab.install(line())
        #expect(crontab.bytes == marked + ours + Array("\n# END metricsctl\n".utf8))
        crontab = Crontab(bytes: latin)
        try crontab.install(line())
        try crontab.remove(nil)
        #expect(crontab.bytes == latin)
    }

    @Test("a zero byte among the lines of others is told, and nothing is changed")
    func zeroByte() throws {
        var crontab = Crontab("# a\n# b\0c\n")
        #expect(throws: ScheduleError.zeroByte(line: 2)) { try crontab.install(line()) }
        #expect(crontab.text == "# a\n# b\0c\n")
    }

    @Test(
        "cron, which takes one of two backslashes and that before a percent sign away, gives the shell what was meant",
        arguments: [
            (#"a\\b"#, #"'a\''\b'"#), (#"\\%"#, #"'\''\''\%'"#), ("100%", #"'100\%'"#), (#"a\n"#, #"'a\n'"#),
        ])
    func escapes(name: String, written: String) throws {
        let text = try #require(line("--source", name).text)
        #expect(text.contains(" --source \(written) 2>>"))
        #expect(CrontabLine(text) == line("--source", name))
    }

    @Test("a name that the next edit would change is not written")
    func backspace() {
        #expect(line("--source", "a\u{8}b").text == nil)
    }

    @Test("doing it again changes nothing, also where lines follow the block")
    func again() throws {
        var crontab = Crontab(others + "\n")
        try crontab.install(line())
        crontab = Crontab(crontab.text + "5 5 * * * after\n")
        let before = crontab
        try crontab.install(line())
        #expect(crontab == before)
        try crontab.remove(nil)
        #expect(crontab.text == others + "\n5 5 * * * after\n")
    }

    @Test("each source and metric has a line of its own; another URL replaces it in its place")
    func severalSources() throws {
        var crontab = Crontab("")
        let (first, second) = (line("--db", "/a"), line("--metric-name", "vllm:x", "--source=eu"))
        try crontab.install(first)
        try crontab.install(second)
        try crontab.install(line("--db", "/b", "--source", "default"))
        #expect(try crontab.lines == [line("--db", "/b", "--source", "default"), second])
        try crontab.remove([SourceID(name: "eu", metric: "vllm:x")])
        #expect(try crontab.lines == [line("--db", "/b", "--source", "default")])
        try crontab.remove([SourceID(name: "eu", metric: "other")])
        #expect(try crontab.lines.count == 1)
        try crontab.remove([.standard])
        #expect(crontab.text == "")
    }

    @Test("what people write between the marks stays, a line that they changed is still known")
    func edited() throws {
        var crontab = Crontab(
            """
            # BEGIN metricsctl
            MAILTO=me
            SHELL=/bin/sh
            */1 * * * * "/opt/my tools/metricsctl" collect --prometheus-url "http://h:1" --db "/a b/m.db" 2>>"/a b/collect.log"
            # END metricsctl

            """)
        let read = try #require(try crontab.lines.first)
        #expect(read.schedule == "*/1 * * * *" && read.delay == 0 && read.log == "/a b/collect.log")
        #expect(read.job.program == "/opt/my tools/metricsctl")
        #expect(read.job.arguments == ["--prometheus-url", "http://h:1", "--db", "/a b/m.db"])
        try crontab.install(line())
        #expect(
            try crontab.text == """
                # BEGIN metricsctl
                MAILTO=me
                SHELL=/bin/sh
                \(#require(line().text))
                # END metricsctl

                """)
    }

    @Test("hard words come back from the line that was made of them", arguments: ShellWordTests.hard)
    func hardWords(word: String) throws {
        let line = line("--selector", word, "--db", "/with \(word)")
        #expect(try CrontabLine(#require(line.text)) == line)
    }

    @Test("a line break can't be in a crontab", arguments: ["a\nb", "a\r\nb", "a\0b"])
    func lineBreak(word: String) {
        var crontab = Crontab(others)
        #expect(throws: ScheduleError.self) { try crontab.install(line("--source", word)) }
        #expect(crontab.text == others)
    }

    @Test(
        "marks that are no pair are left for people to put right",
        arguments: [
            "# BEGIN metricsctl\n* * * * * mine\n", "# END metricsctl\n", "# END metricsctl\n# BEGIN metricsctl\n",
            "# BEGIN metricsctl\n# BEGIN metricsctl\n# END metricsctl\n",
        ])
    func brokenMarks(text: String) {
        var crontab = Crontab(text)
        #expect(throws: ScheduleError.brokenMarks) { try crontab.install(line()) }
        #expect(throws: ScheduleError.brokenMarks) { try crontab.remove(nil) }
        #expect(crontab.text == text)
    }

    @Test(
        "other lines are not taken for collections",
        arguments: [
            "", "# */5 * * * * metricsctl collect", "MAILTO=x", "@daily metricsctl collect", "* * * * * metricsctl p95",
            "* * * * * echo metricsctl-collect",
        ])
    func otherLines(text: String) { #expect(CrontabLine(text) == nil) }
}

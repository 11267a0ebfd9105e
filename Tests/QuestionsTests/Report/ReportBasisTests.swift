import Archive
import Latency
import Support
import Testing

@testable import Questions

@Suite("What a report rests on")
struct ReportBasisTests {
    private func basis(
        _ test: TestArchive, from start: Int, to end: Int, at minutes: Int, zone: Zone = .utc
    ) throws -> ReportBasis {
        let times = [start, end].map { Timestamp.text(TestArchive.time($0), in: zone) }
        let context = QuestionContext(now: TestArchive.time(minutes), zone: zone)
        let question = try ReportQuestion(
            QueryParameters(["from": [Name(times[0])], "to": [Name(times[1])]]), in: context)
        return try question.answer(from: test.archive).basis
    }

    /// A request in every window of three hours, or more in one of them.
    private func archive(_ more: Int = 0, at minutes: Int = 0) throws -> TestArchive {
        let test = try TestArchive()
        let source = try test.source()
        for window in stride(from: 5, through: 180, by: 5) {
            try test.collect(
                window, try TestArchive.model("a", [window == minutes ? 1 + more : 1, 0, 0, 0]), of: source)
        }
        return test
    }

    @Test("has hours that are cut at either end as a whole", arguments: [(5, 55), (30, 90), (35, 40), (60, 150)])
    func cutHours(start: Int, end: Int) throws {
        let then = try basis(archive(), from: start, to: end, at: 1000)
        #expect(then.digests.map(\.requests) == [(end + 59) / 60 * 12 - start / 60 * 12])
        for minutes in [start + 5, end] {
            let now = try basis(archive(9, at: minutes), from: start, to: end, at: 1000)
            #expect(now.digests != then.digests)
        }
    }

    @Test("has of an hour that is not over what there was, and nothing that came later")
    func openHour() throws {
        let then = try basis(archive(), from: 0, to: 150, at: 150)
        #expect(then.isOpen && then.digests.map(\.requests) == [30])
        #expect(try basis(archive(9, at: 155), from: 0, to: 150, at: 152) == then)
        #expect(try basis(archive(9, at: 145), from: 0, to: 150, at: 150) != then)
        #expect(ReportBasis(document: text(of: then)) == then)
    }

    @Test("is kept by thinning, where its ends cut hours")
    func thinning() throws {
        let test = try TestArchive()
        let source = try test.source()
        for minutes in stride(from: 5, through: 2880, by: 5) {
            try test.collect(minutes, try TestArchive.model("a", [minutes % 7, 1, 0, 0]), of: source)
        }
        let then = try basis(test, from: 330, to: 1170, at: 2880)
        try test.archive.seal(of: source, at: TestArchive.time(5000))
        try test.archive.downsampleToHours(of: source, before: TestArchive.time(1440))
        #expect(try basis(test, from: 330, to: 1170, at: 2880) == then)
    }

    /// As the end of a report in Markdown has it.
    private func text(of basis: ReportBasis) -> String {
        "sha256 \(basis.hexadecimal)\n" + basis.lines.joined(separator: "\n") + "\n"
    }

    @Test(
        "is none where times can't be, counts are below zero, or a line is missing, twice or too much",
        arguments: [
            ("counts 0", "counts 9223372036854775807"), ("counts 0", "counts 7201"),
            (" 7200 ", " 9223372036854775807 "), ("counts 0", "counts -9223372036854775808"), (" s 24 ", " s -1 "),
            ("sha256", "sha512"), ("sha256 ", "sha256 0"), ("metricsctl-report/1 source", "metricsctl-report/2 source"),
            (
                "\nmetricsctl-report/1 source",
                " open\nmetricsctl-report/1 counts 0 7200 x open\nmetricsctl-report/1 source"
            ),
        ])
    func changed(part: String, other: String) throws {
        let text = text(of: try basis(archive(), from: 0, to: 120, at: 1000))
            .replacingScalars("\(TestArchive.time(0))", with: "0")
            .replacingScalars("\(TestArchive.time(120))", with: "7200")
        #expect(ReportBasis(document: text) != nil)
        let changed = text.replacingScalars(part, with: other)
        #expect(changed != text && ReportBasis(document: changed) == nil, "\(changed)")
    }

    /// As the formats have it, with names above it that say the same.
    @Test(
        "is found where no name can forge it",
        arguments: [
            "metricsctl-report/1", "metricsctl-report/1 upgrade", "metricsctl-report/1 counts 1 2 x",
            "\"metricsctl-report/1 counts 1 2 x\"", "{metricsctl-report/1",
            "\"basis\": [\"metricsctl-report/1 counts 1 2 x\"]", "sha256 0", "\"sha256\": \"0\"",
        ])
    func forgery(name: String) throws {
        let basis = try basis(archive(), from: 0, to: 60, at: 1000)
        let escaped = name.replacingScalars("\"", with: "\\\"")
        let markup = name.replacingScalars("\"", with: "&quot;").replacingScalars("<", with: "&lt;")
        let strings = basis.lines.map { "\"\($0)\"" }.joined(separator: ",\n    ")
        let documents = [
            "MODEL\n\(name)\n\(name)\n\nsha256 \(basis.hexadecimal)\n\(basis.lines.joined(separator: "\n"))\n",
            "| \(name) |\n\n```\nsha256 \(basis.hexadecimal)\n\(basis.lines.joined(separator: "\r\n"))\n```\n",
            "<!DOCTYPE html>\n<td>\(markup)</td>\n<pre>sha256 \(basis.hexadecimal)\n\(basis.lines.joined(separator: "\n"))</pre>\n</body>\n",
            """
            {
              "marks": [{"text": "\(escaped)", "sha256": "0", "basis": ["\(escaped)"]}],
              "sha256": "\(basis.hexadecimal)",
              "basis": [
                \(strings)
              ],
              "warnings": ["\(escaped)"]
            }
            """,
        ]
        for document in documents { #expect(ReportBasis(document: document) == basis, "\(document)") }
    }
}

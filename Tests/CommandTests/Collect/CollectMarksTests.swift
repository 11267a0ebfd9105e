import Foundation
import TestSupport
import Testing

/// One real Prometheus over two hours from `SmallServer.noon` on, scraped every 30 s: a process that starts anew after 62 and 122
/// minutes, the second time with other bounds, and after 151 minutes a second model.
private enum MarkedServer {
    @TaskLocal static var url = ""

    static let first = SmallServer.noon
    static let restarted = first + 62 * 60 + 10
    static let upgraded = first + 122 * 60
    static let added = first + 151 * 60

    static var history: String {
        var history = HistoryText()
        for time in stride(from: first, through: first + 10_800, by: 30) {
            let start = time < restarted ? first - 3600 : time < upgraded ? restarted : upgraded
            let count = (time - max(start, first)) / 10
            let bounds = time < upgraded ? ["0.1", "1.0", "+Inf"] : ["0.2", "1.0", "+Inf"]
            history.add(
                "request_duration_seconds", #"model="gpt-4""#, bounds.map { (bound: $0, count) },
                sum: Double(count) / 20,
                at: time)
            if time >= added {
                let count = (time - added) / 10
                history.add(
                    "request_duration_seconds", #"model="llama""#, bounds.map { (bound: $0, count) },
                    sum: Double(count) / 20, at: time)
            }
            history.addStart(start, at: time)
            history.addTarget(at: time)
        }
        return history.text
    }
}

extension Trait where Self == ServedHistory {
    fileprivate static var markedServer: Self { Self(url: MarkedServer.$url) { MarkedServer.history } }
}

@Suite("Marks that collecting finds", .markedServer)
struct CollectMarksTests {
    private let start = MarkedServer.first

    private func marks(_ bench: CollectBench) throws -> [String] {
        let result = try Program.metricsctl(["TZ": "UTC"]).run("mark", "list", "--db", bench.archive, "--format", "csv")
        #expect(result.stderr == "")
        let rows = result.stdout.split(whereSeparator: \.isNewline).dropFirst()
        return rows.map { row in
            let cells = row.split(separator: ",", omittingEmptySubsequences: false)
            return "\(cells[1].dropFirst(11).prefix(8)) \(cells[4]) \(cells[3]): \(cells[2]), \(cells[6])"
        }
    }

    private static let starts = [
        "13:02:10 process_start gpt-4: process started, collect",
        "14:00:00 new_layout gpt-4: new bucket bounds, collect",
        "14:02:00 process_start gpt-4: process started, collect",
    ]

    @Test("starts of processes, new bounds and new models are marked once, however often it is collected")
    func plain() throws {
        let bench = try CollectBench()
        for minutes in [20, 65, 70, 125, 130, 155, 155, 160] {
            expectSilence(try bench.collect(from: MarkedServer.url, at: start + minutes * 60 + 20))
        }
        #expect(try marks(bench) == Self.starts + ["14:30:00 new_model llama: first seen, collect"])
        // What is collected again is the same again.
        let again = try bench.collect(
            "--again", "--from", SmallServer.text(start + 3600), "--to", SmallServer.text(start + 9600),
            from: MarkedServer.url, at: start + 9620)
        #expect(again.exitCode == 0)
        let found = try marks(bench)
        #expect(found.count == 4, "\(found)")
    }

    @Test("what is there at the beginning is not new, and a backfill finds the rest")
    func backfill() throws {
        let bench = try CollectBench()
        expectSilence(try bench.collect("--backfill", "160m", from: MarkedServer.url, at: start + 9620))
        let found = try marks(bench)
        #expect(found == Self.starts, "\(found)")
    }

    @Test("a run after an outage finds what was new in it")
    func outage() throws {
        let bench = try CollectBench()
        for minutes in [20, 160] {
            expectSilence(try bench.collect(from: MarkedServer.url, at: start + minutes * 60 + 20))
        }
        let found = try marks(bench)
        #expect(found == Self.starts + ["14:30:00 new_model llama: first seen, collect"], "\(found)")
    }
}

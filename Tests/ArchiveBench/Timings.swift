import Archive
import Latency
import Questions
import SQLiteStore

/// How long questions take, in this process: the median of several, beside the same one asked in SQL of rows.
struct Timings {
    let filled: Filling

    private var end: Int { filled.end }
    /// Neither the busiest nor a rare one.
    private var model: Name { filled.models[filled.models.count * 2 / 3] }

    func run() throws {
        let title = "milliseconds: median (best) of \(Stopwatch.runs)"
        row(title, "archive", "limit", "SQL of rows, which says something else")
        try month()
        try year()
        try day()
        try commit()
    }

    /// p95 of 30 days of one model, the archive being open.
    private func month() throws {
        let archive = try Archive(readingAt: filled.archive)
        let range = Window(endedAt: end - 30 * 86_400).advanced(by: 1)...Window(endedAt: end)
        var p95 = 0.0
        let ours = try Stopwatch.milliseconds {
            let merged = try merged(archive, range, models: [model])
            p95 = (merged[model]?.quantile(0.95)?.value ?? 0) * 1000
        }
        let rows = Rows(at: filled.rows)
        var average = 0.0
        let theirs = Stopwatch.milliseconds {
            average = rows.numbers("SELECT avg(p95) FROM metric WHERE \(between(end - 30 * 86_400, end))")[0][0]
        }
        row("  p95 of 30 days of a model", ours, "0.50", beside(theirs, [(p95, average)]))
    }

    /// The p95 of every day of a year of one model, opening included.
    private func year() throws {
        var points: [Double] = []
        let ours = try Stopwatch.milliseconds {
            let archive = try Archive(readingAt: filled.archive)
            let parameters = QueryParameters(model: model, hours: "\(filled.days * 24)", step: "1d")
            let question = try HistoryQuestion(parameters, in: QuestionContext(now: end, zone: .utc))
            let answer = try question.answer(from: archive)
            points = answer.models.first?.points.compactMap { $0.percentiles.p95?.milliseconds } ?? []
        }
        var averages: [Double] = []
        let theirs = Stopwatch.milliseconds {
            let rows = Rows(at: filled.rows)
            // A window belongs to the day that it ends in; the one that ends at midnight to the day before.
            averages = rows.numbers(
                """
                SELECT avg(p95) FROM metric WHERE \(between(end - filled.days * 86_400, end))
                GROUP BY date(collected_at, '-1 second') ORDER BY min(collected_at)
                """
            ).map { $0[0] }
        }
        row(
            "  p95 of every day of a year, with opening", ours, "5.00",
            beside(theirs, Array(zip(points, averages))))
    }

    /// p95 of the last 24 hours of every model, of sealed days alone, and with the newest half of them hot.
    private func day() throws {
        let archive = try Archive(readingAt: filled.archive)
        let range = Window(endedAt: end - 86_400).advanced(by: 1)...Window(endedAt: end)
        var found: [Name: Histogram] = [:]
        let sealed = try Stopwatch.milliseconds { found = try merged(archive, range, models: nil) }
        let rows = Rows(at: filled.rows)
        var averages: [Double] = []
        let theirs = Stopwatch.milliseconds {
            averages = rows.numbers(
                """
                SELECT avg(p95) FROM metric WHERE collected_at > datetime(\(end - 86_400), 'unixepoch')
                AND collected_at <= datetime(\(end), 'unixepoch')
                AND model IN (\(filled.models.map { "'\($0)'" }.joined(separator: ","))) GROUP BY model ORDER BY model
                """
            ).map { $0[0] }
        }
        let exact = found.sorted { $0.key < $1.key }.map { ($0.value.quantile(0.95)?.value ?? 0) * 1000 }
        row(
            "  p95 of 24 hours of all models, sealed", sealed, "2.00",
            beside(theirs, Array(zip(exact, averages))))

        let writer = try Archive(creatingAt: filled.archive)
        try writer.commit(Array(filled.lastDay.prefix(144)), run: nil, of: filled.source)
        let noon = Window(endedAt: end - 43_200).advanced(by: 1)...Window(endedAt: end + 43_200)
        let mixed = try Stopwatch.milliseconds { found = try merged(archive, noon, models: nil) }
        row("  the same at noon, half of it hot", mixed, "2.00")
    }

    /// A durable commit of one window of all models, beside one that changes a number in an empty database.
    private func commit() throws {
        let archive = try Archive(creatingAt: filled.archive)
        let rows = Rows(at: filled.folder + "/empty.db")
        rows.execute(
            "PRAGMA journal_mode = TRUNCATE; PRAGMA synchronous = FULL; CREATE TABLE number(n); INSERT INTO number VALUES(1)"
        )
        var (ours, theirs): ([Double], [Double]) = ([], [])
        for window in filled.lastDay.suffix(144).prefix(Stopwatch.runs) {
            let end = window.window.end
            let run = Run(started: end, finished: end + 1, windows: 1, outcome: .success, detail: nil)
            ours.append(try Stopwatch.once { try archive.commit([window], run: run, of: filled.source) })
            theirs.append(Stopwatch.once { rows.execute("BEGIN IMMEDIATE; UPDATE number SET n = n + 1; COMMIT") })
        }
        let (mine, empty) = (Stopwatch.median(ours), Stopwatch.median(theirs))
        row(
            "  durable commit of a window and its run", twoDecimals(mine), "",
            "empty commit \(twoDecimals(empty)): \(twoDecimals(mine / empty))x, limit 2x")
    }

    private func merged(_ archive: Archive, _ range: ClosedRange<Window>, models: Set<Name>?) throws -> [Name:
        Histogram]
    {
        var merged: [Name: Histogram] = [:]
        _ = try archive.forEachStretch(
            of: filled.source, in: range, newestFirst: false,
            selection: SeriesSelection(models: models),
            stepEnd: { _ in range.upperBound },
            { stretch in
                for value in stretch.models { merged[value.model, default: Histogram()].merge(value.histogram) }
                return true
            })
        return merged
    }

    private func between(_ start: Int, _ end: Int) -> String {
        "model = '\(model)' AND collected_at > datetime(\(start), 'unixepoch') AND collected_at <= datetime(\(end), 'unixepoch')"
    }

    /// How long they took, and how far their averages of percentiles are from the percentiles.
    private func beside(_ milliseconds: String, _ pairs: [(Double, Double)]) -> String {
        let errors = pairs.filter { $0.0 > 0 }.map { abs($0.1 - $0.0) / $0.0 }
        return
            "\(milliseconds); wrong by \(percent(Stopwatch.median(errors))), at most \(percent(errors.max() ?? 0))"
    }
}

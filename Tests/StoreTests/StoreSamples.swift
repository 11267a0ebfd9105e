import Archive
import Latency
import Questions
import Rendering
import Support

/// Values that many tests use.
enum StoreSamples {
    static let day = UTCDay(index: 20_378)

    static func description(_ name: Name, url: String = "http://localhost:9090") -> SourceDescription {
        SourceDescription(
            name: name, metric: "request_duration_seconds", url: url, selector: "", modelLabel: "model", unit: .seconds)
    }

    static func model(
        _ name: Name, _ counts: [Int], _ quality: Quality = .exact, bounds: [Double] = [0.1, 0.5]
    ) throws -> ModelWindow {
        guard let layout = BucketLayout(upperBounds: bounds), let part = Histogram.Part(layout: layout, counts: counts)
        else { throw ArchiveError.failed(path: "a test", reason: "bad counts") }
        return ModelWindow(
            model: name, quality: quality, histogram: Histogram(part, sumMicroseconds: 1000 * counts.reduce(0, +)))
    }

    static func window(_ slot: Int, _ models: ModelWindow..., of day: UTCDay = day) -> CollectedWindow {
        CollectedWindow(window: day.window(slot), models: models)
    }

    static func run(_ finished: Int, _ outcome: RunOutcome = .success, windows: Int = 1) -> Run {
        Run(
            started: finished - 2, finished: finished, windows: windows, outcome: outcome, detail: "d\u{0}e",
            work: RunStatistics(milliseconds: 5, models: 2), warnings: ["w"])
    }
}

/// All that an archive tells, but for the numbers of runs, which are random.
func contents(of archive: Archive) throws -> String {
    var lines: [String] = []
    var reports = try ExportReport.all(
        archive: archive, parameters: QueryParameters(), since: nil, before: nil, now: StoreSamples.day.end + 5 * 86_400
    )
    try ExportFormat.jsonl.write(&reports, in: .utc) { lines.append($0) }
    for source in try archive.sources() {
        lines.append("\(source)")
        lines.append("\(try archive.models(of: source))")
        let all = Window(index: 1)...Window(index: 10_000_000)
        lines.append("\(try archive.collectedWindows(of: source, in: all))")
        lines.append("\(try archive.runs(of: source, after: nil, upTo: .max, failed: false, limit: nil))")
        lines.append("\(try archive.lastSuccess(of: source, at: .max)), \(try archive.failuresInARow(of: source))")
        for target in ["", "x", "y"] {
            lines.append("\(try archive.notifiedStates(of: source, to: target))")
            lines.append("\(try archive.heldNotices(of: source, to: target))")
        }
        lines.append("\(try archive.unitChanges(of: source))")
        lines.append("\(try archive.refusedWindows(of: source))")
    }
    lines.append("\(try archive.marks()), \(try archive.exclusions()), \(try archive.announcements())")
    return lines.joined(separator: "\n")
}

import Archive
import ArgumentParser
import Questions
import Rendering

extension ExportFormat: ExpressibleByArgument {}

/// `metricsctl archive export`
struct ExportCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Print every count in the archive, one line per model and window.",
        examples: [
            "metricsctl archive export > counts.jsonl", "metricsctl archive export --format openmetrics > counts.om",
        ],
        discussion: """
            One line per model and hour where --retention left the hours alone. OpenMetrics has no place for qualities, nor \
            for what was not collected.
            """)

    @Option(help: ArgumentHelp("jsonl, which `archive import` takes, csv or openmetrics.", valueName: "format"))
    var format = ExportFormat.jsonl

    @Option(help: ArgumentHelp("Only windows that began then or later.", valueName: "time"))
    var since: String?

    @Option(help: ArgumentHelp("Only windows that ended then or earlier.", valueName: "time"))
    var before: String?

    @OptionGroup var archive: ArchiveOptions
    @OptionGroup var source: StoredSourceOptions
    @OptionGroup var measure: MeasureOption
    @OptionGroup var silence: QuietOption

    func run(in context: Context) throws {
        silence.begin(in: context)
        // Between lines of data a bar would be in the way.
        let progress = ProgressLine(of: "days", isWanted: !context.terminal.isTerminal, in: context)
        defer { progress.end() }
        let (since, before) = (
            try TimeArgument.parse(since, of: "--since", in: context),
            try TimeArgument.parse(before, of: "--before", in: context)
        )
        var parameters = source.parameters
        measure.add(to: &parameters)
        let stored = try context.archives.reading(at: try archive.path(in: context))
        var reports = try ExportReport.all(
            archive: stored, parameters: parameters, since: since, before: before, now: context.now())
        // OpenMetrics has the days of every series by themselves.
        progress.count(&reports) { $0.dayCount * (format == .openmetrics ? $0.series.count : 1) }
        try format.write(&reports, in: context.zone) { try context.output.data($0) }
        for report in reports { context.output.warn(of: report.damages) }
    }
}

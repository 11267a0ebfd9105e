import Archive
import ArgumentParser
import Latency
import Questions
import Support

/// `metricsctl archive forget-source`
struct ForgetSourceCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "forget-source", abstract: "Delete a source and everything collected from it.",
        examples: ["metricsctl archive forget-source staging --metric-name request_duration_seconds"],
        discussion: """
            Of one metric, or of all metrics of that source. A source that is still scheduled is back, as a new one, with \
            the next collect.
            """)

    @Argument(help: ArgumentHelp("The source's name.", valueName: "name"))
    var name: Name

    @Option(help: ArgumentHelp("Only this metric of it.", valueName: "name"))
    var metricName: Name?

    @OptionGroup var confirmation: Confirmation

    @OptionGroup var archive: ArchiveOptions

    func run(in context: Context) throws {
        let path = try archive.path(in: context)
        let archive = try context.archives.updating(at: path)
        let sources = try archive.sources().filter { source in
            source.description.name == name && (metricName ?? source.description.metric) == source.description.metric
        }
        guard !sources.isEmpty else { throw UnknownSource(name: name, metric: metricName) }
        let names = Confirmation.names(sources)
        try confirmation.ask("delete all of \(names)", in: context)
        for source in sources {
            let locks = try SourceLocks(of: source, in: archive, context)
            try archive.forget(source)
            locks.release()
        }
    }

    private struct UnknownSource: ExplainedError {
        let name: Name
        let metric: Name?
        var message: String {
            "there is no source \"\(name)\"\(metric.map { " of \($0)" } ?? "") in the archive"
        }
        var hint: Hint? { "metricsctl archive stat lists them" }
    }
}

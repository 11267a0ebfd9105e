import ArgumentParser
import Questions

/// `metricsctl runs`
struct RunsCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: RunsQuestion.name,
        abstract: "List recent collections and what went wrong, newest first.",
        examples: ["metricsctl runs", "metricsctl runs --failed --since 7d"],
        discussion: """
            Without --since the newest \(RunsRequest.usual) of each source. Successes are kept for 90 days, failures for \
            a year.
            """)

    @Option(
        help: ArgumentHelp("Only runs since then: 24h, 7d, or 2025-10-17T14:30:00+09:00.", valueName: "time"))
    var since: String?

    @Flag(help: "Only runs that failed.")
    var failed = false

    @OptionGroup var options: QueryOptions

    func run(in context: Context) throws {
        var parameters = options.parameters(in: context)
        parameters["since"] = TimeArgument.spelledOut(since, in: context)
        parameters["failed"] = failed ? "" : nil
        try Query<RunsQuestion>(parameters, options).run(in: context)
    }
}

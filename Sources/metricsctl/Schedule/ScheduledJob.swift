import ArgumentParser
import Collector
import Configuration
import Latency
import Schedule
import Support

/// Makes a job of the options of `collect`: checked now, and complete, since at its time nobody is there to ask.
struct ScheduledJob {
    let job: CollectJob
    let settings: [CollectionSettings]
    /// The configuration's absolute path, where the job collects what that says.
    let configuration: String?
    /// Credentials of systemd that the configuration asks for.
    let credentials: [String]

    /// Options that name files. They must not depend on the folder that somebody happens to be in.
    static let pathOptions = CollectJob.fileOptions.union(["--unix-socket", "--config"])

    /// - Parameters:
    ///   - options: as for `collect`.
    ///   - archive: the absolute path; nil where the surroundings of the job name it.
    ///   - configuration: what holds now; the job reads it anew.
    init(options: [String], archive: String?, configuration: Configuration, in context: Context) throws {
        let command = try CollectCommand.parse(options)
        if command.archive.db != nil { throw ValidationError("--db belongs before the --") }
        if command.archive.config != nil { throw ValidationError("--config belongs before the --") }
        for (isGiven, flag) in [
            (command.at != nil, "--at"), (command.dryRun, "--dry-run"), (command.past.backfill != nil, "--backfill"),
            (command.past.from != nil, "--from"),
        ] where isGiven {
            throw ValidationError("\(flag) does not belong in a schedule: run collect with it by hand")
        }
        let choice = try CollectionChoice(command.options, configuration, in: context)
        settings = choice.all
        self.configuration =
            choice.isConfigured ? configuration.files.first.map(context.environment.absolute) : nil
        credentials = choice.isConfigured ? configuration.credentials : []
        let others = Self.withAbsolutePaths(Self.withoutServer(options), context.environment)
        let whom: [String]
        if let file = self.configuration {
            whom = ["--config", file]
        } else {
            // An exported PROMETHEUS_URL is not known to cron.
            whom = ["--prometheus-url", try command.settings(in: context).server.text]
        }
        job = CollectJob(
            program: try Self.program(in: context), arguments: whom + others + (archive.map { ["--db", $0] } ?? []))
    }

    private static func withoutServer(_ options: [String]) -> [String] {
        var kept: [String] = []
        var rest = options[...]
        while let option = rest.popFirst() {
            if option == "--prometheus-url" {
                _ = rest.popFirst()
            } else if !option.beginsWith("--prometheus-url=") {
                kept.append(option)
            }
        }
        return kept
    }

    private static func withAbsolutePaths(_ options: [String], _ environment: Environment) -> [String] {
        options.indices.map { index in
            if index > 0, pathOptions.contains(options[index - 1]) { return environment.absolute(options[index]) }
            let parts = options[index].pieces(by: "=", most: 2)
            guard parts.count == 2, pathOptions.contains(parts[0]) else { return options[index] }
            return "\(parts[0])=\(environment.absolute(parts[1]))"
        }
    }

    /// This program's own path.
    private static func program(in context: Context) throws(Failure) -> String {
        guard let path = context.environment.program() else { throw .noProgram }
        return path
    }

    enum Failure: ExplainedError {
        /// /proc is not there.
        case noProgram

        var message: String { "cannot tell where metricsctl is: /proc/self/exe is not readable" }
        var hint: Hint? { nil }
    }
}

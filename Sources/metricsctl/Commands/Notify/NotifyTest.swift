import ArgumentParser
import Configuration
import HTTPClient
import Notify
import Support

/// `metricsctl notify test`
struct NotifyTest: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "test", abstract: "Send a test notice to every target, and say which took it.",
        examples: ["metricsctl notify test notify.conf", "metricsctl notify test"],
        discussion: """
            Without a file of settings the targets are those of the configuration. Dead man's switches (ping) hear nothing. Exit \
            code 1 where a target did not take it.
            """)

    @Argument(help: ArgumentHelp("A file of settings, such as collect takes.", valueName: "file"))
    var file: String?

    @OptionGroup var archive: ArchiveOptions

    func run(in context: Context) throws {
        let configuration = try archive.configuration(in: context)
        var failed = false
        let settings = try NotifySettings.named(file, configuration) {
            failed = true
            context.output.warning($0)
        }
        guard !settings.targets.isEmpty else {
            throw ValidationError("there is nobody to tell: name a command, webhook, slack or alertmanager")
        }
        let notifier = Notifier(
            settings: settings, transport: try CurlTransport(userAgent: Metricsctl.userAgent), zone: context.zone,
            onFailure: { _ in })
        var lines: [String] = []
        notifier.sendTest(now: context.now()) { name, failure in
            guard let failure else { return lines.append("\(name): sent") }
            failed = true
            context.output.warning(failure.message)
        }
        for line in lines { try context.output.data(line + "\n") }
        if failed { throw ExitCode.failure }
    }
}

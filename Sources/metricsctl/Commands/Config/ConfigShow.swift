import ArgumentParser
import Configuration
import Rendering

/// `metricsctl config show`
struct ConfigShow: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show what holds, and where each value comes from.",
        examples: ["metricsctl config show", "metricsctl config show --json | jq -r '.data[].key'"],
        discussion: """
            FROM is flag, environment, file (with its line), archive (what a source was first collected with), table (of known \
            servers), or default. Of secrets it shows where they are, never what they are.
            """)

    @Flag(help: "As JSON.")
    var json = false

    @OptionGroup var archive: ArchiveOptions

    func run(in context: Context) throws {
        let configuration = try archive.configuration(in: context)
        let settings = try EffectiveSettings(archive, configuration, in: context).all
        let text = SettingsText(terminal: context.terminal)
        try context.output.data(json ? text.json(settings, files: configuration.files) : text.table(settings))
    }
}

import ArgumentParser
import Configuration
import Support

/// `metricsctl config check`
struct ConfigCheck: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Check the configuration: every mistake a line; exits 1 if there is any.",
        examples: ["metricsctl config check", "metricsctl config check /etc/metricsctl/config.yaml"],
        discussion: "Asks no server, and opens none of the files that it names but those of config.d.")

    @Argument(
        help: ArgumentHelp(
            "The configuration. Default: METRICSCTL_CONFIG, else where it is looked for.", valueName: "file"))
    var file: String?

    @Option(help: ArgumentHelp("The same, as other commands have it.", valueName: "file"))
    var config: String?

    func validate() throws {
        if file == "" { throw ValidationError("FILE must name a file") }
        if config == "" { throw ValidationError("--config must name a file") }
        if file != nil, config != nil { throw ValidationError("name one file: FILE or --config") }
    }

    func run(in context: Context) throws {
        let configuration: Configuration
        do throws(ConfigurationError) {
            configuration = try context.configuration(named: file ?? config)
        } catch {
            try context.output.data(error.mistakes.map { $0.text + "\n" }.joined())
            throw ExitCode.failure
        }
        guard !configuration.files.isEmpty else { throw NoConfiguration(places: context.configurationPlaces) }
        for doubled in configuration.doubledSources {
            context.output.warning("\(doubled.position.text): \(doubled.message)")
        }
        context.output.note("\(configuration.files.joined(separator: ", ")): no mistake found")
        for source in configuration.sources where !source.by.isEmpty {
            let name = ShellWord.quoted(source.name.text)
            context.output.note(
                "note: source \"\(source.name)\" keeps counts by \(source.by.map(\.text).joined(separator: ", ")); if it was collected "
                    + "otherwise before, collect refuses it: metricsctl archive forget-source \(name) begins anew")
        }
    }
}

/// There is no file to be looked at.
struct NoConfiguration: ExplainedError {
    let places: [String]

    var message: String { "there is no configuration: \(places.joined(separator: ", "))" }
    var hint: Hint? { "name a file; Configuration.md, among the documents, says what may be in it" }
}

import Archive
import ArgumentParser
import Latency
import Questions
import Rendering
import Support

/// `metricsctl archive forget`
struct ForgetCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "forget", abstract: "Delete everything known about a model.",
        examples: ["metricsctl archive forget gpt-3.5-turbo"],
        discussion: """
            Of all sources, or of the one that is named. A model that a server still shows is back with the next collect, \
            for the windows from then on and the two before.
            """)

    @Argument(help: ArgumentHelp("The model's name; '' is the one without a name.", valueName: "model"))
    var model: Name

    @OptionGroup var confirmation: Confirmation

    @OptionGroup var archive: ArchiveOptions
    @OptionGroup var source: StoredSourceOptions

    func run(in context: Context) throws {
        let archive = try context.archives.updating(at: try archive.path(in: context))
        let sources = try source.parameters.sources(in: archive, now: context.now()).filter {
            try archive.models(of: $0).value.contains(model)
        }
        guard !sources.isEmpty else { throw UnknownModel(name: model) }
        let names = Confirmation.names(sources)
        try confirmation.ask(
            "delete all of model \(TerminalText.modelName(model)) of \(names)", in: context)
        for source in sources { _ = try archive.forget(model, of: source) }
    }

    private struct UnknownModel: ExplainedError {
        let name: Name
        var message: String { "there is no model \(TerminalText.modelName(name)) in the archive" }
        var hint: Hint? { "metricsctl archive stat lists them" }
    }
}

import ArgumentParser
import Latency
import Support

/// `metricsctl presets`
struct PresetsCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "presets",
        abstract: "List the servers whose metrics are known, and what they measure.",
        examples: ["metricsctl presets", "metricsctl presets vllm"],
        discussion: """
            yes: percentiles or counts can be had; mean: the server has sums and counts alone. IN and OUT are tokens, PRE is \
            prefill, DEC decode.
            """)

    @Argument(help: ArgumentHelp("One of them, with its metrics, labels and traps.", valueName: "name"))
    var name: String?

    @OptionGroup var format: FormatOptions

    func validate() throws {
        if format.format == .plot { throw ValidationError("only history has a plot") }
    }

    func run(in context: Context) throws {
        try context.output.data(format.renderer(in: context).text(of: try presets()))
    }

    private func presets() throws(UsageError) -> [Preset] {
        guard let name else { return Preset.all }
        if let preset = Preset.named(name) ?? Preset.named(name.lowercased()) { return [preset] }
        let near = NameSimilarity.closest(to: name, among: Preset.all.map(\.name))
        throw UsageError(
            "there is no preset \(name)" + (near.map { ": did you mean \($0)?" } ?? ""),
            hint: "metricsctl presets lists them")
    }
}

import Collector
import Configuration
import Latency
import Support

/// What a command line has collected: the one source that its flags describe, or those of the configuration.
struct CollectionChoice {
    /// By source, the ones of a source one after another.
    let sources: [[CollectionSettings]]
    /// What people should know of the configuration.
    let warnings: [String]
    /// Whether they are of the configuration.
    let isConfigured: Bool

    var all: [CollectionSettings] { sources.flatMap(\.self) }

    init(_ options: CollectOptions, _ configuration: Configuration, in context: Context) throws {
        isConfigured = !configuration.sources.isEmpty && !options.nameSource
        guard isConfigured else {
            (sources, warnings) = ([[try options.settings(in: context)]], [])
            return
        }
        guard !options.access.files.isAny else {
            throw UsageError(
                "options of access to a server need --prometheus-url where the configuration has sources",
                hint: "say in \(configuration.files[0]) how to get at them")
        }
        let chosen = try Self.chosen(options.source.source, configuration)
        sources = chosen.map { $0.collections.map(options.withLimits) }
        warnings = Self.warnings(chosen, configuration, context)
    }

    private static func chosen(_ name: Name?, _ configuration: Configuration) throws(UsageError) -> [ConfiguredSource] {
        guard let name else { return configuration.sources }
        if let source = configuration.source(named: name) { return [source] }
        let names = configuration.sources.map(\.name)
        let similar = NameSimilarity.closest(to: name, among: names)
        throw UsageError(
            "\(configuration.files[0]) has no source \(name)" + (similar.map { ": did you mean \($0)?" } ?? ""),
            hint: "there are \(names.map(\.text).joined(separator: ", "))")
    }

    private static func warnings(
        _ sources: [ConfiguredSource], _ configuration: Configuration, _ context: Context
    ) -> [String] {
        var warnings: [String] = []
        if context.variable("PROMETHEUS_URL") != nil {
            warnings.append("PROMETHEUS_URL is ignored: \(configuration.files[0]) has sources")
        }
        warnings += configuration.doubledSources.map(\.message)
        for source in sources {
            for measure in source.measures where !measure.isOfPreset {
                guard let obstacle = measure.form.obstacle else { continue }
                warnings.append("source \(source.name): \(measure.measure): \(measure.metric) \(obstacle)")
            }
        }
        return warnings
    }
}

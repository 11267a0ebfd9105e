import Archive
import ArgumentParser
import Glibc
import Latency
import Questions
import Rendering
import Support

/// `metricsctl archive set-unit`
struct SetUnitCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "set-unit", abstract: "Correct the unit of a metric, or confirm it.",
        examples: ["metricsctl archive set-unit us --metric-name :tensorflow:serving:request_latency"],
        discussion: """
            All that is stored of the metric is read in that unit from then on: counts stay, latencies change. Who did so, \
            and when, is written down; `archive stat` lists it. Collections go on in that unit, unless they are told another.
            """)

    @Argument(help: ArgumentHelp("The unit of the bucket bounds: s, ms, us or ns.", valueName: "unit"))
    var unit: LatencyUnit

    @Option(help: ArgumentHelp("The histogram's name in Prometheus.", valueName: "name"))
    var metricName: Name

    @Option(help: ArgumentHelp("The source's name. Default: the only one that has the metric.", valueName: "name"))
    var source: Name?

    @OptionGroup var confirmation: Confirmation

    @OptionGroup var archive: ArchiveOptions

    func run(in context: Context) throws {
        let path = try archive.path(in: context)
        let archive = try context.archives.updating(at: path)
        let parameters = QueryParameters(source: source, metricName: metricName)
        let sources = try parameters.sources(in: archive, now: context.now())
        guard let source = sources.first, sources.count == 1 else { throw SeveralSources(sources: sources) }
        try Self.checkHasUnit(source, among: try archive.sources())
        let old = source.description.unit
        let what =
            old == unit
            ? "confirm that \(Confirmation.name(source)) is in \(unit.rawValue)"
            : "read all of \(Confirmation.name(source)) in \(unit.rawValue) instead of \(old.rawValue)"
        try confirmation.ask(what, in: context)
        let locks = try SourceLocks(of: source, in: archive, context)
        let damages = try archive.setUnit(
            of: source, UnitChange(time: context.now(), user: context.environment.userName(), from: old, to: unit))
        locks.release()
        context.output.warn(of: damages)
        if unit.microseconds(1) < old.microseconds(1) {
            context.output.warning(
                "sums of latency are kept in whole microseconds: in \(unit.rawValue) they are rounded for good, and with them "
                    + "means; counts and percentiles are not")
        }
    }

    /// Refuses what is counted: requests, errors and tokens have no unit, and nothing that is stored of them would change.
    private static func checkHasUnit(_ source: Source, among all: [Source]) throws(UsageError) {
        let measure = SourceMeasures(all).measure(of: source)
        guard source.description.kind == .counter || Measure(rawValue: measure.text)?.isLatency == false else { return }
        throw UsageError(
            "\(Confirmation.name(source)) counts \(measure) and has no unit",
            hint: "latencies alone have one; metricsctl archive stat tells what each metric is")
    }

    private struct SeveralSources: ExplainedError {
        let sources: [Source]

        var message: String {
            sources.isEmpty
                ? "there is no such source in the archive"
                : "several sources have the metric: \(sources.map(Confirmation.name).joined(separator: ", "))"
        }
        var hint: Hint? { sources.isEmpty ? "metricsctl archive stat lists them" : "name one with --source" }
    }
}

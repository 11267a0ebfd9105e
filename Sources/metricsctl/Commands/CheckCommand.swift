import Archive
import ArgumentParser
import Configuration
import Latency
import Questions
import Rendering
import Support

extension CheckStatus: ExpressibleByArgument {
    /// The word that the command line has for it.
    package init?(argument: String) {
        guard let status = CheckStatus.allCases.first(where: { String(describing: $0) == argument }) else { return nil }
        self = status
    }

    package static var allValueStrings: [String] { allCases.map { String(describing: $0) } }

    /// None: the words are enough, and the number that they stand for means nothing here.
    package static var allValueDescriptions: [String: String] { [:] }
}

extension CheckLine.Choice: ExpressibleByArgument {}

/// `metricsctl check`
struct CheckCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: CheckQuestion.name,
        abstract: "Check as a plugin for Nagios, Icinga, Naemon and others: one line, exit code 0, 1, 2 or 3.",
        examples: [
            "metricsctl check --p95-warning 2s --p95-critical 5s",
            "metricsctl check --model gpt-4 --p95-critical 5s --for 15m --min-requests 20",
        ],
        discussion: """
            Without --model it judges every model with traffic in the last 24 hours, and the worst counts. 0 is OK, 1 \
            warning, 2 critical, 3 unknown; errors and wrong usage are 3 as well, on stdout like everything else.
            """
    )
    .alone

    @OptionGroup var limits: LimitOptions

    @Option(
        help: ArgumentHelp(
            "Check this objective of the configuration instead: critical where it is not met, its budget is spent, or being "
                + "spent too fast.", valueName: "name"))
    var objective: Name?

    @Option(
        help: ArgumentHelp(
            "How old the newest window may be, else unknown. Default: \(Defaults.maximumAge / 60)m.", valueName: "time")
    )
    var maxAge: TimeSpan?

    @Option(
        help: ArgumentHelp("The state of a model that has samples but no requests. Default: ok.", valueName: "state"))
    var noTraffic: CheckStatus?

    @Option(help: ArgumentHelp("The state of a model without samples. Default: unknown.", valueName: "state"))
    var noData: CheckStatus?

    @Option(
        name: .customLong("for"),
        help: ArgumentHelp("Alert only on what has lasted this long. Default: the newest window.", valueName: "time"))
    var lasting: TimeSpan?

    @Option(
        help: ArgumentHelp(
            "Performance data of which models. Default: of the worst, as many as fit into 4 KiB.", valueName: "models"))
    var perfdata: CheckLine.Choice?

    @Option(
        help: ArgumentHelp("What is judged, such as ttft. Default: what was collected first.", valueName: "measure"))
    var measure: Name?

    @Option(
        help: ArgumentHelp(
            "Tell instead when it would have alerted in that time, such as 90d.",
            discussion: "As a table or JSON; an objective is asked at every hour.", valueName: "time"))
    var replay: TimeSpan?

    @OptionGroup(title: "Options with --replay")
    var format: FormatOptions

    @OptionGroup var model: ModelOption
    @OptionGroup var source: StoredSourceOptions
    @OptionGroup var archive: ArchiveOptions

    @Option(help: ArgumentHelp("Judge as of that moment, such as 2025-10-17T14:30:00+09:00.", valueName: "time"))
    var at: String?

    func validate() throws {
        if replay == nil, format.choice != nil { throw ValidationError("--format and --json are for --replay") }
        guard objective != nil else { return }
        let others =
            limits.p95Warning != nil || limits.p95Critical != nil || limits.minRequests != nil || lasting != nil
            || limits.certain
        if others || maxAge != nil || noTraffic != nil || noData != nil {
            throw ValidationError("--objective can't be combined with limits: it has its own")
        }
    }

    func run(in context: Context) throws {
        let configuration = try archive.configuration(in: context)
        if let replay { return try showReplay(replay, configuration, in: context) }
        if let objective { return try check(objective, configuration, in: context) }
        let configured = configuration.limits
        let request = CheckRequest(
            condition: condition(beside: configured),
            maximumAge: maxAge?.seconds ?? configured.maximumAge ?? Defaults.maximumAge, noTraffic: noTraffic ?? .ok,
            noData: noData ?? .unknown)
        var parameters = QueryParameters(
            source: source.source, metricName: source.metricName, model: model.model,
            at: TimeArgument.spelledOut(at, in: context))
        parameters["measure"] = measure?.text
        parameters.defaultSource = configuration.defaultSource
        let question = try CheckQuestion(request, parameters, now: context.now())
        let answer = try question.answer(fromSnapshotOf: context.archives.reading(at: try archive.path(in: context)))
        try context.output.data(CheckLine(performanceData: perfdata).text(of: answer))
        throw ExitCode(answer.status.rawValue)
    }

    private func condition(beside configured: ConfiguredLimits) -> EvaluationRule {
        EvaluationRule(
            limits: limits.limits(beside: configured),
            minimumRequests: limits.minRequests ?? configured.minimumRequests ?? Defaults.minimumRequests,
            seconds: lasting?.seconds ?? 0, isCertain: limits.isCertain(beside: configured))
    }

    /// When it would have alerted.
    private func showReplay(_ span: TimeSpan, _ configuration: Configuration, in context: Context) throws {
        let none = EvaluationRule(limits: .above(warning: nil, critical: nil), minimumRequests: 1, seconds: 0)
        let condition = objective == nil ? condition(beside: configuration.limits) : none
        if objective == nil, condition.limits == none.limits {
            throw ValidationError("--replay needs a limit: --p95-warning, --p95-critical, or --objective")
        }
        var rules: [NoticeRule] = []
        if let objective {
            guard let found = configuration.objectives.first(where: { $0.name == objective }) else {
                throw ValidationError("the configuration has no objective \(objective)")
            }
            rules = [NoticeRule(name: objective, models: .all, .objective(found))]
        }
        let alerts = AlertRules(
            condition: condition, failures: 1, rules: rules, models: configuration.models,
            exclusions: configuration.exclusions)
        // As without --replay, an objective is about all sources and has a measure of its own.
        let isOfObjective = objective != nil
        let request = ReplayRequest(
            alerts, .none, source: source.source ?? (isOfObjective ? nil : configuration.defaultSource),
            metric: source.metricName, model: model.model, measure: isOfObjective ? nil : measure, seconds: span.seconds
        )
        try Replay(request: request, archive: archive, format: format, at: at).run(in: context)
    }

    private func check(_ objective: Name, _ configuration: Configuration, in context: Context) throws {
        var parameters = QueryParameters(metricName: source.metricName, at: TimeArgument.spelledOut(at, in: context))
        parameters.set("objective", [objective])
        parameters.set("measure", measure.map { [$0] } ?? [])
        parameters.set("source", source.source.map { [$0] } ?? [])
        parameters.set("model_name", model.model.map { [$0] } ?? [])
        let question = try ObjectiveCheckQuestion(parameters, in: QuestionContext(configuration, in: context))
        let archive = try context.archives.reading(at: try archive.path(in: context))
        let answer = try question.answer(fromSnapshotOf: archive)
        try context.output.data(CheckLine(performanceData: perfdata).text(of: answer))
        throw ExitCode(answer.status.rawValue)
    }
}

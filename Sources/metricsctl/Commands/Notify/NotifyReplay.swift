import ArgumentParser
import Configuration
import Latency
import Notify
import Questions
import Rendering
import Support

/// `metricsctl notify replay`, or `metricsctl notify --replay`
struct NotifyReplay: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: ReplayQuestion.name,
        abstract: "Tell when rules would have spoken, from the counts that are stored; nothing is sent.",
        usage: "metricsctl notify replay [<file>] <time> [<options>]",
        examples: [
            "metricsctl notify replay notify.conf 90d", "metricsctl notify --replay 90d",
            "metricsctl notify replay 30d --certain --json",
        ],
        discussion: """
            Without a file of settings the rules are those of the configuration. Rules on p95 are asked at every window, those on \
            objectives at every hour, and slower than before at the end of every day.
            """)

    @Flag(help: "The same as the word replay.")
    var replay = false

    @Argument(
        help: ArgumentHelp("A file of settings, if any, and how far back, such as 90d.", valueName: "file-and-time"))
    var words: [String]

    @Flag(help: "Speak only where the requests leave no doubt, whatever the file says.")
    var certain = false

    @OptionGroup var model: ModelOption
    @OptionGroup var source: StoredSourceOptions
    @OptionGroup var archive: ArchiveOptions
    @OptionGroup var format: FormatOptions

    @Option(help: ArgumentHelp("Answer as of that moment, such as 2025-10-17T14:30:00+09:00.", valueName: "time"))
    var at: String?

    func validate() throws {
        guard (1...2).contains(words.count), let last = words.last, TimeSpan(last) != nil else {
            throw ValidationError("say how far back, behind the file if there is one: notify replay FILE 90d")
        }
    }

    func run(in context: Context) throws {
        let configuration = try archive.configuration(in: context)
        var settings = try NotifySettings.named(
            words.count == 2 ? words[0] : nil, configuration, warn: context.output.warning)
        if certain { settings = settings.certain }
        let request = ReplayRequest(
            settings.rules, .told, source: source.source, metric: source.metricName, model: model.model,
            seconds: words.last.flatMap { TimeSpan($0) }?.seconds ?? 0)
        try Replay(request: request, archive: archive, format: format, at: at).run(in: context)
    }
}

/// Asks when rules would have spoken, and prints the answer.
struct Replay {
    let request: ReplayRequest
    let archive: ArchiveOptions
    let format: FormatOptions
    let at: String?

    func run(in context: Context) throws {
        try Query<ReplayQuestion>.check(format.choice)
        var surroundings = QuestionContext(now: context.now(), zone: context.zone)
        surroundings.replay = request
        var parameters = QueryParameters(
            source: request.source, metricName: request.metric, at: TimeArgument.spelledOut(at, in: context))
        parameters["measure"] = request.measure?.text
        let question = try ReplayQuestion(parameters, in: surroundings)
        let answer = try question.answer(from: try context.archives.reading(at: try archive.path(in: context)))
        try Query<ReplayQuestion>.show(answer, by: format.renderer(in: context), in: context)
    }
}

extension NotifySettings {
    /// Those of a file, or of the configuration where none is named.
    ///
    /// - Parameter warn: told of addresses that can't be had.
    static func named(
        _ path: String?, _ configuration: Configuration, warn: (String) -> Void
    ) throws -> NotifySettings {
        if let path { return try NotifySettings(SmallFile.text(of: path), path: path) }
        guard let choice = configuration.notify else {
            throw ValidationError("the configuration has no notify section: name a file of settings")
        }
        return choice.settings { warn($0.message) }
    }
}

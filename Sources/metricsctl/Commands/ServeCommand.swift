import ArgumentParser
import Server

/// `metricsctl serve`
struct ServeCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Answer the same questions over HTTP, read-only unless told.",
        examples: ["metricsctl serve", "metricsctl serve --host 0.0.0.0 --port 8080 --quiet"],
        discussion: RouteTable.requests.map { "  \($0)" }.joined(separator: "\n"))

    @OptionGroup var listening: ListeningOptions

    @Option(
        help: ArgumentHelp(
            "Require a token from this file, one per line, as a bearer token or as a password.",
            valueName: "file"))
    var tokenFile: String?

    @Option(
        help: ArgumentHelp(
            "Let whoever has a token from this file add and remove marks. Default: nobody writes.", valueName: "file"))
    var writeTokenFile: String?

    @Flag(
        name: .customLong("public"),
        help: "Serve the page for customers and nothing else: the models with public: true, under their names.")
    var isForEverybody = false

    @OptionGroup var thresholds: ThresholdOptions

    @Option(
        help: ArgumentHelp(
            "Origins that may embed the status page in a frame, as one list such as "
                + "\"'self' https://wiki.example.org\". Default: 'none'.", valueName: "origins"))
    var frameAncestors: String?

    @Flag(help: "Print no line per request on stderr.")
    var quiet = false

    @OptionGroup var archive: ArchiveOptions

    func validate() throws {
        _ = try ancestors()
        if isForEverybody { try refuseTokens("--public") }
    }

    private func refuseTokens(_ what: String) throws {
        guard tokenFile != nil || writeTokenFile != nil else { return }
        throw ValidationError(
            "\(what) cannot be combined with --token-file or --write-token-file: it is for everybody")
    }

    /// nil without the flag.
    private func ancestors() throws -> FrameAncestors? {
        guard let text = frameAncestors else { return nil }
        guard let ancestors = FrameAncestors(text) else {
            throw ValidationError(
                "--frame-ancestors must be a list like \"'self' https://wiki.example.org\", got \"\(text)\"")
        }
        return ancestors
    }

    func run(in context: Context) throws {
        let configuration = try archive.configuration(in: context)
        let page = configuration.page
        if page.isPublic { try refuseTokens("page.public of the configuration") }
        let publicPage =
            isForEverybody || page.isPublic ? try PublicPageSettings.page(of: configuration, in: context) : nil
        var settings = ServerSettings(
            address: try listening.address(in: context), tokens: try tokenFile.map(TokenFile.tokens),
            archivePath: try archive.path(in: context), archives: context.archives,
            zone: publicPage?.site.settings.zone ?? context.zone,
            thresholds: thresholds.choice(beside: page.thresholds, configuration.models),
            frameAncestors: try ancestors() ?? page.frameAncestors ?? .none, now: context.now, logsRequests: !quiet,
            log: context.output.note)
        settings.writeTokens = try writeTokenFile.map(TokenFile.tokens)
        if let writing = settings.writeTokens, settings.tokens?.hasAny(of: writing) == true {
            throw ValidationError("--token-file and --write-token-file must have no token in common")
        }
        settings.defaultSource = configuration.defaultSource
        (settings.title, settings.models) = (page.title, configuration.models)
        settings.version = Metricsctl.version
        settings.objectives = configuration.objectives
        settings.exclusions = configuration.exclusions
        settings.announcements = configuration.announcements
        settings.publicPage = publicPage
        try MetricsServer(settings: settings).run()
    }
}

import ArgumentParser
import Server

/// `metricsctl serve`
struct ServeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Answers the same questions over HTTP, read-only.",
        examples: ["metricsctl serve", "metricsctl serve --host 0.0.0.0 --port 8080 --quiet"],
        discussion: RouteTable.paths.map { "  GET \($0)" }.joined(separator: "\n"))

    @OptionGroup var listening: ListeningOptions

    @Option(
        help: ArgumentHelp(
            "Let only those in who know a token of this file, one a line: as a bearer token, or as a password.",
            valueName: "file"))
    var tokenFile: String?

    @OptionGroup var thresholds: ThresholdOptions

    @Option(
        help: ArgumentHelp(
            "Let pages of these origins show the status page in a frame: one list such as "
                + "\"'self' https://wiki.example.org\". Default: 'none'.", valueName: "origins"))
    var frameAncestors: String?

    @Flag(help: "No line on stderr for every request.")
    var quiet = false

    @OptionGroup var archive: ArchiveOptions

    func validate() throws { _ = try ancestors() }

    private func ancestors() throws -> FrameAncestors {
        guard let text = frameAncestors else { return .none }
        guard let ancestors = FrameAncestors(text) else {
            throw ValidationError(
                "--frame-ancestors must be a list like \"'self' https://wiki.example.org\", got \"\(text)\"")
        }
        return ancestors
    }

    func run() throws {
        let settings = ServerSettings(
            address: try listening.address(), tokens: try tokenFile.map(TokenFile.tokens),
            archivePath: try archive.path(), zone: Surroundings.zone, thresholds: thresholds.choice,
            frameAncestors: try ancestors(), now: Surroundings.now, logsRequests: !quiet, log: Output.note)
        try MetricsServer(settings: settings).run()
    }
}

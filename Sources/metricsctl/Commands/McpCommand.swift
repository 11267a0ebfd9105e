import Agent
import Archive
import ArgumentParser
import Questions

/// `metricsctl mcp`
struct McpCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "mcp",
        abstract:
            "Answer an agent's questions on stdin and stdout, by the Model Context Protocol; it can change nothing.",
        examples: [
            "metricsctl mcp", "claude mcp add metricsctl -- metricsctl mcp --db /var/lib/metricsctl/metrics.db",
        ],
        discussion: """
            For agents to start: one JSON message a line, until stdin ends. Its tools tell models, latencies, objectives, \
            comparisons and health; the archive is opened for reading alone.
            """)

    @OptionGroup var archive: ArchiveOptions

    func run(in context: Context) throws {
        Interruption.unblockSignals()
        let configuration = try archive.configuration(in: context)
        let path = try archive.path(in: context)
        let agent = Agent(
            version: Metricsctl.version, defaultSource: configuration.defaultSource,
            context: { QuestionContext(configuration, in: context) })
        var messages = MessageLines(read: context.read)
        while let line = messages.next() {
            let answer =
                switch line {
                case .tooLong: Agent.Answer.refusal(Agent.refusal(ofMoreThan: MessageLines.mostBytes))
                case .message(let bytes): agent.answer(bytes) { try Self.open(path, in: context) }
                }
            switch answer {
            case .none: continue
            case .reply(let text), .refusal(let text): try context.output.data(text + "\n")
            }
        }
    }

    /// Anew for every message: an agent may run for weeks, and the archive be moved or restored meanwhile.
    private static func open(_ path: String, in context: Context) throws(ArchiveError) -> Archive? {
        do { return try context.archives.reading(at: path) } catch .missing { return nil }
    }
}

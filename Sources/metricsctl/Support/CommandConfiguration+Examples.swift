import ArgumentParser

extension CommandConfiguration {
    /// A command whose help begins with examples: what most people look for.
    init(
        commandName: String, abstract: String, examples: [String], discussion: String = "", version: String = "",
        subcommands: [any ParsableCommand.Type] = []
    ) {
        let lines = (["EXAMPLES:"] + examples.map { "  \($0)" }).joined(separator: "\n")
        self.init(
            commandName: commandName, abstract: abstract,
            discussion: discussion.isEmpty ? lines : "\(lines)\n\n\(discussion)", version: version,
            subcommands: subcommands)
    }
}

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

    /// The first of them; nil without any.
    var example: String? {
        let lines = discussion.split(separator: "\n", maxSplits: 2)
        guard lines.count > 1, lines[0] == "EXAMPLES:" else { return nil }
        return lines[1].split(separator: " ", maxSplits: 1, omittingEmptySubsequences: true).joined(separator: " ")
    }
}

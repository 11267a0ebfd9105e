import ArgumentParser

extension CommandConfiguration {
    /// A command whose help begins with examples: what most people look for.
    ///
    /// - Parameter usage: where it is not to be made from the options.
    init(
        commandName: String, abstract: String, usage: String? = nil, examples: [String], discussion: String = "",
        version: String = "", subcommands: [any ParsableCommand.Type] = []
    ) {
        let lines = (["EXAMPLES:"] + examples.map(Self.folded)).joined(separator: "\n")
        self.init(
            commandName: commandName, abstract: abstract, usage: usage,
            discussion: discussion.isEmpty ? lines : "\(lines)\n\n\(discussion)", version: version,
            subcommands: subcommands)
    }

    private static let indent = "  "
    private static let goesOn = " \\\n\(indent)\(indent)"
    /// Of help where it is not printed on a terminal.
    private static let width = 80

    /// On as many lines as it takes, as a shell reads them: all but the last end with a backslash. They break before options.
    private static func folded(_ example: String) -> String {
        if indent.utf8.count + example.utf8.count <= width { return indent + example }
        var lines: [String] = []
        for (place, piece) in example.split(separator: " --", omittingEmptySubsequences: false).enumerated() {
            let word = place == 0 ? String(piece) : "--\(piece)"
            let whole = lines.last.map { "\($0) \(word)" }
            // Behind the first line there is one more indent, and behind all but the last a backslash.
            if let whole, 2 * indent.count + whole.count + " \\".count <= width {
                lines[lines.count - 1] = whole
            } else {
                lines.append(word)
            }
        }
        return indent + lines.joined(separator: goesOn)
    }

    /// The first of them; nil without any.
    var example: String? {
        let lines = discussion.split(separator: "\n\n", maxSplits: 1)
        guard let all = lines.first, all.hasPrefix("EXAMPLES:\n") else { return nil }
        let examples = all.replacing(Self.goesOn, with: " ").split(separator: "\n")
        return examples.count > 1 ? examples[1].trimmingPrefix(Self.indent).description : nil
    }
}

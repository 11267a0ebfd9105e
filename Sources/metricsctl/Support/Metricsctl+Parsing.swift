import ArgumentParser

extension Metricsctl {
    /// What `parseAsRoot` returns and throws, in a fraction of its time where the first words name a command.
    ///
    /// `parseAsRoot` describes every command with all of its options before it looks for the one that is named; that takes
    /// longer than a query. Here the named one is described alone. Whatever it doesn't take, help and versions too, is
    /// parsed again with all commands: only so do messages and usage lines know where the command belongs.
    ///
    /// - Throws: what ArgumentParser throws.
    static func command(of arguments: [String]) throws -> any ParsableCommand {
        if let (named, rest) = named(by: arguments), let command = try? named.parseAsRoot(Array(rest)),
            // Help that is asked for is a command of its own.
            type(of: command) == named
        {
            return command
        }
        return try parseAsRoot(arguments)
    }

    /// The command without subcommands that the first words name, and the words behind it; nil if they name none.
    static func named(by arguments: [String]) -> (any ParsableCommand.Type, ArraySlice<String>)? {
        var command: any ParsableCommand.Type = self
        var rest = arguments[...]
        while !command.configuration.subcommands.isEmpty {
            let word = rest.popFirst()
            guard let next = command.configuration.subcommands.first(where: { $0._commandName == word }) else {
                return nil
            }
            command = next
        }
        return (command, rest)
    }
}

extension CommandConfiguration {
    /// Of a command that is asked every few minutes: parsed alone, it is not searched for `--generate-completion-script`, which
    /// takes as long as describing its options, and which only the whole program answers.
    var alone: CommandConfiguration {
        var configuration = self
        configuration._superCommandName = Metricsctl.configuration.commandName
        return configuration
    }
}

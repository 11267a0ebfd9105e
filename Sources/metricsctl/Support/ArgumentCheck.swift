import ArgumentParser
import Latency
import Schedule
import Support

/// What ArgumentParser would let pass, or refuse without saying what to write instead.
enum ArgumentCheck {
    /// Refuses options before the command, commands that don't exist, and options that take one value and have two.
    static func check(_ arguments: [String]) throws(UsageError) {
        var command: any ParsableCommand.Type = Metricsctl.self
        var rest = arguments[...]
        while !command.configuration.subcommands.isEmpty {
            guard let word = rest.first else { return }
            if word == "help" {
                rest = rest.dropFirst()
                guard let asked = rest.first, !asked.hasPrefix("-") else { return }
                guard let next = command.subcommand(named: asked) else { throw unknown(asked, of: command) }
                // Help of help's own words: what is wrong with one is said as of a command.
                (command, rest) = (next, ["help"] + rest.dropFirst())
                continue
            }
            if word.hasPrefix("-") {
                guard let usual = command.configuration.defaultSubcommand else {
                    return try checkOptionBeforeCommand(rest, of: command)
                }
                command = usual
                continue
            }
            guard let next = command.subcommand(named: word) else { throw unknown(word, of: command) }
            (command, rest) = (next, rest.dropFirst())
        }
        let end = rest.firstIndex(of: "--") ?? rest.endIndex
        try checkRepetitions(rest[..<end], of: command)
        // What follows are options of collect, where anything may.
        try checkRepetitions(rest[end...].dropFirst(), of: CollectCommand.self)
    }

    // MARK: The command

    private static func checkOptionBeforeCommand(
        _ arguments: ArraySlice<String>, of command: any ParsableCommand.Type
    ) throws(UsageError) {
        guard let option = arguments.first.map(name),
            let place = arguments.dropFirst().firstIndex(where: { command.subcommand(named: $0) != nil }),
            let next = command.subcommand(named: arguments[place]), Options(of: next).all.contains(option)
        else { return }
        let words = [arguments[place]] + arguments[..<place] + arguments[(place + 1)...]
        throw UsageError(
            "\(option) must stand behind the command",
            hint: "metricsctl \(words.map(ShellWord.quoted).joined(separator: " "))")
    }

    private static func unknown(_ word: String, of command: any ParsableCommand.Type) -> UsageError {
        let names = command.configuration.subcommands.compactMap { $0.configuration.commandName }
        // In a name as short as p95 one wrong letter is much.
        let near = names.filter { NameSimilarity.edits(from: word, to: $0) == 1 && word.count > 1 }
        let similar = NameSimilarity.closest(to: word, among: names) ?? near.first
        let parent = command == Metricsctl.self ? "metricsctl" : command.configuration.commandName ?? ""
        return UsageError(
            "\(parent) has no command \(word)" + (similar.map { ": did you mean \($0)?" } ?? ""),
            hint: "there are \(names.joined(separator: ", "))")
    }

    // MARK: Repetitions

    /// The options are only looked up where something is there twice: that takes as long as a small query.
    private static func checkRepetitions(
        _ arguments: ArraySlice<String>, of command: any ParsableCommand.Type
    ) throws(UsageError) {
        var seen: Set<String> = []
        let twice = arguments.filter { $0.hasPrefix("--") }.map(name).filter { !seen.insert($0).inserted }
        guard !twice.isEmpty else { return }
        let single = Options(of: command).single
        guard let option = twice.first(where: single.contains) else { return }
        throw UsageError("\(option) takes one value and is given twice", hint: "leave out all but one")
    }

    /// `--db` of `--db` and of `--db=FILE`.
    private static func name(_ argument: String) -> String { String(argument.prefix { $0 != "=" }) }
}

extension ParsableCommand {
    fileprivate static func subcommand(named name: String) -> (any ParsableCommand.Type)? {
        configuration.subcommands.first { $0.configuration.commandName == name }
    }
}

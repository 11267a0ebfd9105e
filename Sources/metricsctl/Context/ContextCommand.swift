import ArgumentParser

/// A command that does something, with what it is handed.
protocol ContextCommand: ParsableCommand {
    func run(in context: Context) throws
}

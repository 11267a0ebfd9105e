import ArgumentParser

/// `--quiet`, of commands that warn, or that show how far they are.
struct QuietOption: ParsableArguments {
    @Flag(help: "Suppress warnings and progress; print errors only.")
    var quiet = false

    /// For the `validate()` of a command that has the opposite, too.
    func check(verbose: Bool) throws {
        if quiet, verbose { throw ValidationError("--quiet and --verbose cannot be combined") }
    }

    /// Holds for the rest of the process.
    func begin(in context: Context) { context.output.isQuiet = quiet }
}

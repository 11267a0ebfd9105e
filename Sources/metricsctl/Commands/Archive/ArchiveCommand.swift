import ArgumentParser

/// `metricsctl archive`, which only has subcommands.
struct ArchiveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "archive", abstract: "Looks after the archive: size, backup, export, import.",
        subcommands: [StatCommand.self, BackupCommand.self, ExportCommand.self, ImportCommand.self])
}

import ArgumentParser

/// `metricsctl archive`, which only has subcommands.
struct ArchiveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "archive", abstract: "Maintain the archive: size, damage, backup, export, import, deletion.",
        subcommands: [
            StatCommand.self, VerifyCommand.self, BackupCommand.self, ExportCommand.self, ImportCommand.self,
            PruneCommand.self, ForgetCommand.self, ForgetSourceCommand.self, SetUnitCommand.self,
            MigrateCommand.self, RolesCommand.self,
        ])
}

import Archive
import ArgumentParser
import Rendering

/// `metricsctl archive verify`
struct VerifyCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Check the archive for damage; prints one line per finding and exits 1 if there is any.",
        examples: [
            "metricsctl archive verify",
            "metricsctl archive verify --db /backups/metrics-2025-10-17.db",
        ],
        discussion: """
            Checks every checksum, every total against its parts, which windows were collected against what is there, \
            foreign keys, and the file with SQLite's own check. Says nothing when all is well.
            """)

    @OptionGroup var archive: ArchiveOptions
    @OptionGroup var silence: QuietOption

    func run(in context: Context) throws {
        silence.begin(in: context)
        let progress = ProgressLine(of: "days", in: context)
        defer { progress.end() }
        let findings = try Verification.findings(
            in: context.archives.reading(at: try archive.path(in: context)), progress: progress.show)
        progress.end()
        if findings.isEmpty { return }
        try context.output.data(findings.map { TerminalText.harmless($0) + "\n" }.joined())
        throw ExitCode.failure
    }
}

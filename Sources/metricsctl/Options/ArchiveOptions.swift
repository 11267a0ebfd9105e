import ArgumentParser
import Latency
import Support

/// Which file the archive is.
struct ArchiveOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The archive.",
            discussion: "Default: METRICSCTL_DB, else $XDG_DATA_HOME/metricsctl/metrics.db, else "
                + "~/.local/share/metricsctl/metrics.db.",
            valueName: "file"))
    var db: String?

    func validate() throws {
        if db == "" { throw ValidationError("--db must name a file") }
    }

    /// Whether nothing names the file.
    func isDefault(in context: Context) -> Bool { Self.given(db, context) == nil }

    private static func given(_ db: String?, _ context: Context) -> String? { db ?? context.variable("METRICSCTL_DB") }

    /// The path as it was given, or where the archive is by default.
    func path(in context: Context) throws(ArchivePathError) -> String { try Self.path(named: db, in: context) }

    /// - Parameter db: what `--db` names; nil without it.
    static func path(named db: String?, in context: Context) throws(ArchivePathError) -> String {
        if let given = given(db, context) { return given }
        // The XDG base directory specification has relative paths ignored.
        if let data = context.variable("XDG_DATA_HOME"), data.hasPrefix("/") {
            return "\(data)/metricsctl/metrics.db"
        }
        guard let home = context.variable("HOME") else { throw .noHome }
        return "\(home)/.local/share/metricsctl/metrics.db"
    }
}

/// Why it is not known where the archive is.
enum ArchivePathError: ExplainedError {
    /// Nothing names the file, and there is no home directory to look in.
    case noHome

    var message: String { "cannot tell where the archive is: HOME is not set" }
    var hint: Hint? { "name the file with --db or METRICSCTL_DB" }
}

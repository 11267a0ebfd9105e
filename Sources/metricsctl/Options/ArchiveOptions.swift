import ArgumentParser
import Configuration
import Latency
import Support

/// Which file the archive is, and which one the configuration.
struct ArchiveOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The archive.",
            discussion:
                "Default: METRICSCTL_DB, else the configuration's, else $XDG_DATA_HOME/metricsctl/metrics.db, else "
                + "~/.local/share/metricsctl/metrics.db.",
            valueName: "file"))
    var db: String?

    @Option(
        help: ArgumentHelp(
            "The configuration.",
            discussion: "Default: METRICSCTL_CONFIG, else $XDG_CONFIG_HOME/metricsctl/config.yaml (~/.config), else "
                + "/etc/metricsctl/config.yaml.",
            valueName: "file"))
    var config: String?

    func validate() throws {
        if db == "" { throw ValidationError("--db must name a file") }
        if config == "" { throw ValidationError("--config must name a file") }
    }

    func configuration(in context: Context) throws(ConfigurationError) -> Configuration {
        try context.configuration(named: config)
    }

    /// Whether nothing names the file.
    func isDefault(in context: Context) throws(ConfigurationError) -> Bool {
        try Self.named(db: db, config: config, in: context) == nil
    }

    /// The archive that a flag, the environment or the configuration names, in this order.
    ///
    /// - Parameter config: what `--config` names: that is read in any case, so that its mistakes are told.
    static func named(db: String?, config: String?, in context: Context) throws(ConfigurationError) -> String? {
        let given = db ?? context.variable("METRICSCTL_DB")
        if config == nil, let given { return given }
        let configured = try context.configuration(named: config).archive
        return given ?? configured
    }

    /// The path as it was given, or where the archive is by default.
    func path(in context: Context) throws -> String { try Self.path(named: db, config: config, in: context) }

    /// - Parameters:
    ///   - db: what `--db` names; nil without it.
    ///   - config: what `--config` names.
    static func path(named db: String?, config: String?, in context: Context) throws -> String {
        try named(db: db, config: config, in: context) ?? usualPath(in: context)
    }

    /// Where the archive is where nothing names one.
    static func usualPath(in context: Context) throws(ArchivePathError) -> String {
        // The XDG base directory specification has relative paths ignored.
        if let data = context.variable("XDG_DATA_HOME"), data.hasPrefix("/") {
            return "\(data)/metricsctl/metrics.db"
        }
        guard let home = context.variable("HOME") else { throw ArchivePathError.noHome }
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

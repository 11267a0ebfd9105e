import ArgumentParser
import Collector
import Glibc
import Latency
import Schedule
import Support

/// Makes a job of the options of `collect`: checked now, and complete, since at its time nobody is there to ask.
struct ScheduledJob {
    let job: CollectJob
    let settings: CollectionSettings

    /// Options that name files. They must not depend on the folder that somebody happens to be in.
    static let pathOptions = CollectJob.fileOptions.union(["--unix-socket"])

    /// - Parameters:
    ///   - options: as for `collect`.
    ///   - archive: the absolute path; nil where the surroundings of the job name it.
    init(options: [String], archive: String?) throws {
        let command = try CollectCommand.parse(options)
        if command.archive.db != nil { throw ValidationError("--db belongs before the --") }
        for (isGiven, flag) in [
            (command.at != nil, "--at"), (command.dryRun, "--dry-run"), (command.past.backfill != nil, "--backfill"),
            (command.past.from != nil, "--from"),
        ] where isGiven {
            throw ValidationError("\(flag) does not belong in a schedule: run collect with it by hand")
        }
        // An exported PROMETHEUS_URL is not known to cron.
        settings = try command.settings()
        let others = Self.withoutServer(options)
        let archive = archive.map { ["--db", $0] } ?? []
        job = CollectJob(
            program: try Self.program(),
            arguments: ["--prometheus-url", settings.server.text] + Self.withAbsolutePaths(others) + archive)
    }

    private static func withoutServer(_ options: [String]) -> [String] {
        var kept: [String] = []
        var rest = options[...]
        while let option = rest.popFirst() {
            if option == "--prometheus-url" {
                _ = rest.popFirst()
            } else if !option.beginsWith("--prometheus-url=") {
                kept.append(option)
            }
        }
        return kept
    }

    private static func withAbsolutePaths(_ options: [String]) -> [String] {
        options.indices.map { index in
            if index > 0, pathOptions.contains(options[index - 1]) { return absolute(options[index]) }
            let parts = options[index].pieces(by: "=", most: 2)
            guard parts.count == 2, pathOptions.contains(parts[0]) else { return options[index] }
            return "\(parts[0])=\(absolute(parts[1]))"
        }
    }

    /// The path from the root, whether there is such a file or not.
    static func absolute(_ path: String) -> String {
        guard !path.hasPrefix("/"), let folder = getcwd(nil, 0) else { return path }
        defer { free(folder) }
        return String(cString: folder) + "/" + (path.hasPrefix("./") ? String(path.dropFirst(2)) : path)
    }

    /// This program's own path.
    static func program() throws(Failure) -> String {
        guard let path = realpath("/proc/self/exe", nil) else { throw .noProgram }
        defer { free(path) }
        return String(cString: path)
    }

    enum Failure: ExplainedError {
        /// /proc is not there.
        case noProgram

        var message: String { "cannot tell where metricsctl is: /proc/self/exe is not readable" }
        var hint: Hint? { nil }
    }
}

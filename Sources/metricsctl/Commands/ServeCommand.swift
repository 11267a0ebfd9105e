import ArgumentParser
import Dispatch
import Glibc
import Reports
import Server

/// `metricsctl serve`
struct ServeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Answers the same questions over HTTP, read-only.",
        examples: ["metricsctl serve", "metricsctl serve --host 0.0.0.0 --port 8080 --quiet"],
        discussion: RouteTable.paths.map { "  GET \($0)" }.joined(separator: "\n"))

    @Option(help: ArgumentHelp("The address to listen on.", valueName: "host"))
    var host = "127.0.0.1"

    @Option(help: ArgumentHelp("The port to listen on; 0 takes a free one.", valueName: "port"))
    var port = 8000

    @OptionGroup var thresholds: ThresholdOptions

    @Flag(help: "No line on stderr for every request.")
    var quiet = false

    @OptionGroup var archive: ArchiveOptions

    func validate() throws {
        guard (0...65_535).contains(port) else {
            throw ValidationError("--port must be between 0 and 65535, got \(port)")
        }
    }

    /// Ends the process itself, since it never comes back from waiting for the server.
    func run() throws {
        let settings = ServerSettings(
            host: host, port: port, archivePath: try archive.path(), zone: Surroundings.zone,
            thresholds: thresholds.values, now: Surroundings.now, logsRequests: !quiet, log: Output.note)
        Task {
            do {
                try await MetricsServer(settings: settings).run()
                Glibc.exit(ExitStatus.success.rawValue)
            } catch {
                Glibc.exit(Complaint.report(error).rawValue)
            }
        }
        dispatchMain()
    }
}

import ArgumentParser
import Latency
import Server

/// Where `serve` listens.
struct ListeningOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The address to listen on. Default: \(Defaults.host).", valueName: "host"))
    var host: String?

    @Option(
        help: ArgumentHelp("The port to listen on; 0 takes a free one. Default: \(Defaults.port).", valueName: "port"))
    var port: Int?

    @Option(help: ArgumentHelp("Listen on a Unix socket instead, such as behind nginx.", valueName: "path"))
    var unixSocket: String?

    func validate() throws {
        if let port, !(0...65_535).contains(port) {
            throw ValidationError("--port must be between 0 and 65535, got \(port)")
        }
        if unixSocket != nil, host != nil || port != nil {
            throw ValidationError("--unix-socket cannot be combined with --host and --port")
        }
        if unixSocket == "" { throw ValidationError("--unix-socket must name a file") }
    }

    /// A socket that systemd hands over comes before the options: with a socket unit it is the one that decides.
    func address(in context: Context) throws -> ListeningAddress {
        if let count = inheritedSockets(in: context) {
            guard count == 1 else { throw ValidationError("LISTEN_FDS must be 1, got \(count)") }
            return .inherited(descriptor: Self.firstInherited)
        }
        if let unixSocket { return .unixSocket(path: unixSocket) }
        return .network(host: host ?? Defaults.host, port: port ?? Defaults.port)
    }

    /// How many sockets were handed over to this process (sd_listen_fds(3)); nil without any.
    private func inheritedSockets(in context: Context) -> Int? {
        guard context.variable("LISTEN_PID").flatMap({ Int32($0) }) == context.environment.processID else { return nil }
        return context.variable("LISTEN_FDS").flatMap { Int($0) }
    }

    /// SD_LISTEN_FDS_START
    private static let firstInherited: Int32 = 3
}

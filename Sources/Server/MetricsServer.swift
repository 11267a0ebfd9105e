import Glibc
import NIOCore
import NIOHTTP1
import NIOPosix

/// The HTTP API over an archive.
package struct MetricsServer: Sendable {
    /// Descriptors that are not connections: the archive's, the event loops', the standard ones.
    private static let otherDescriptors = 64
    /// Each takes some ten kilobytes: with the rest that may be in memory 256 MiB are enough.
    private static let maximumConnections = 8192
    /// What may wait in memory for clients to take it, of all connections.
    private static let mostUnsentBytes = 48 << 20
    /// The bodies of requests, of all connections.
    private static let mostReceivedBytes = 8 << 20
    /// Much more than any browser sends.
    private static let maximumHeadLength = 32_000

    private let settings: ServerSettings

    package init(settings: ServerSettings) { self.settings = settings }

    /// Serves until SIGTERM or SIGINT; requests that are being answered then are finished first. Nothing else may be
    /// done in this process meanwhile: the signals are blocked in every thread that is made from now on.
    package func run() throws(ServerError) {
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGTERM)
        sigaddset(&signals, SIGINT)
        pthread_sigmask(SIG_BLOCK, &signals, nil)

        let most = OpenFileLimit.raise() - MetricsServer.otherDescriptors
        let register = ConnectionRegister(most: min(max(most, 8), MetricsServer.maximumConnections))
        let loops = MultiThreadedEventLoopGroup(numberOfThreads: System.coreCount)
        let listener = try listen(with: bootstrap(on: loops, register))
        announce(listener)

        var signal: Int32 = 0
        while sigwait(&signals, &signal) != 0 {}
        try? listener.close().wait()
        if case .unixSocket(let path) = settings.address { unlink(path) }
        register.closeAll(within: .seconds(10))
    }

    private func bootstrap(on loops: MultiThreadedEventLoopGroup, _ register: ConnectionRegister) -> ServerBootstrap {
        let responder = Responder(settings: settings)
        let outbox = Outbox(maximumBytes: MetricsServer.mostUnsentBytes)
        let bodies = BodyRoom(maximumBytes: MetricsServer.mostReceivedBytes)
        let date = DateHeader()
        let now = settings.now
        return ServerBootstrap(group: loops)
            .serverChannelOption(.backlog, value: 1024)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(
                .writeBufferWaterMark, value: .init(low: AnswerSender.mostUnsent / 2, high: AnswerSender.mostUnsent)
            )
            // Who has sent all of its requests still gets the answers.
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    var limits = NIOHTTPDecoderLimitConfiguration()
                    limits.maxHeaderFieldSize = MetricsServer.maximumHeadLength
                    limits.maxHeaderListSize = MetricsServer.maximumHeadLength
                    limits.maxHeaderFieldCount = 100
                    let decoder = RequestDecoder(limits: limits)
                    try channel.pipeline.syncOperations.addHandlers(
                        HTTPResponseEncoder(),
                        ByteToMessageHandler(decoder, maximumBufferSize: MetricsServer.maximumHeadLength),
                        Connection(
                            responder: responder, decoder: decoder, register: register, outbox: outbox,
                            bodies: bodies, date: date, now: now))
                }
            }
    }

    private func listen(with bootstrap: ServerBootstrap) throws(ServerError) -> any Channel {
        do {
            switch settings.address {
            case .network(let host, let port):
                return try bootstrap.bind(host: host, port: port).wait()
            case .unixSocket(let path):
                if let reason = UnixSocketFile.makeWay(at: path) {
                    throw ServerError.cannotListen(address: settings.address, reason: reason)
                }
                return try bootstrap.bind(unixDomainSocketPath: path).wait()
            case .inherited(let descriptor):
                _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
                return try bootstrap.withBoundSocket(descriptor).wait()
            }
        } catch let error as ServerError {
            throw error
        } catch {
            throw ServerError(listeningOn: settings.address, failedWith: error)
        }
    }

    private func announce(_ listener: any Channel) {
        if let port = listener.localAddress?.port {
            let host = listener.localAddress?.ipAddress ?? ""
            settings.log(
                "metricsctl: serving on http://\(host.contains(":") ? "[\(host)]" : host):\(port)/")
        } else {
            settings.log("metricsctl: serving on unix:\(listener.localAddress?.pathname ?? "")")
        }
    }
}

import Glibc
import Synchronization

/// A real HTTP server on 127.0.0.1 that answers what a test tells it to, broken answers included.
///
///     let server = try CannedServer { request in
///         request.path == "/api/v1/query" ? .json(#"{"status":"success",…}"#) : .init(status: 404)
///     }
///     … ask server.url …
///     #expect(server.requests.first?.field("query") == "up")
///
/// It stops with its last reference, or with `stop()`. Connections are kept alive, each has a thread.
package final class CannedServer: Sendable {
    private let core: Core
    package let port: Int

    package var url: String { "http://127.0.0.1:\(port)" }

    /// What was asked so far, in the order of arrival.
    package var requests: [CannedRequest] { core.state.withLock { $0.requests } }

    /// `answer` runs on a connection's thread, perhaps several at once.
    package init(_ answer: @escaping @Sendable (CannedRequest) -> CannedResponse) throws {
        let listener = try Sockets.listen()
        port = Sockets.port(of: listener)
        core = Core(listener: listener, answer: answer)
        core.start()
    }

    /// The same on a Unix domain socket, whose file stays behind; there is no port.
    package init(unixSocket path: String, _ answer: @escaping @Sendable (CannedRequest) -> CannedResponse) throws {
        port = 0
        core = Core(listener: try Sockets.listen(at: path), answer: answer)
        core.start()
    }

    deinit { core.stop() }

    /// Ends all connections and threads; answers that are still waiting are dropped.
    package func stop() { core.stop() }
}

/// What threads share. They hold no reference to the server itself, so that it can go.
private final class Core: Sendable {
    struct State {
        var requests: [CannedRequest] = []
        var connections: Set<Int32> = []
        var connectionCount = 0
        var threads: [pthread_t] = []
        var isStopped = false
    }

    let state = Mutex(State())
    private let listener: Int32
    private let answer: @Sendable (CannedRequest) -> CannedResponse

    init(listener: Int32, answer: @escaping @Sendable (CannedRequest) -> CannedResponse) {
        self.listener = listener
        self.answer = answer
    }

    func start() { spawn { self.acceptConnections() } }

    func stop() {
        let isFirst = state.withLock { state in
            defer { state.isStopped = true }
            // Wakes the threads from accept, recv, send and poll. They close their own descriptors.
            shutdown(listener, Int32(SHUT_RDWR))
            for connection in state.connections { shutdown(connection, Int32(SHUT_RDWR)) }
            return !state.isStopped
        }
        guard isFirst else { return }
        // A thread may start another one until the listener's has ended.
        while let thread = state.withLock({ $0.threads.popLast() }) { pthread_join(thread, nil) }
        close(listener)
    }

    private func spawn(_ body: @escaping @Sendable () -> Void) {
        final class Box: Sendable {
            let body: @Sendable () -> Void
            init(_ body: @escaping @Sendable () -> Void) { self.body = body }
        }
        let box = Unmanaged.passRetained(Box(body)).toOpaque()
        state.withLock { state in
            var thread = pthread_t()
            let code = pthread_create(
                &thread, nil,
                { box in
                    if let box { Unmanaged<Box>.fromOpaque(box).takeRetainedValue().body() }
                    return nil
                }, box)
            precondition(code == 0, "no thread for the canned server")
            state.threads.append(thread)
        }
    }

    private func acceptConnections() {
        while true {
            let connection = accept(listener, nil, nil)
            guard connection >= 0 else {
                if errno == EINTR || errno == ECONNABORTED { continue }
                return
            }
            let isStopped = state.withLock { state in
                if !state.isStopped { state.connections.insert(connection) }
                return state.isStopped
            }
            guard !isStopped else {
                close(connection)
                return
            }
            spawn { self.serve(connection) }
        }
    }

    private func serve(_ connection: Int32) {
        let number = state.withLock { state in
            state.connectionCount += 1
            return state.connectionCount - 1
        }
        var stream = CannedStream(connection: connection, number: number)
        while let request = stream.readRequest() {
            state.withLock { $0.requests.append(request) }
            guard stream.write(answer(request)) else { break }
        }
        state.withLock { _ = $0.connections.remove(connection) }
        close(connection)
    }
}

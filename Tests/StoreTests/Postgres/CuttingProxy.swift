import Foundation
import Glibc
import Synchronization
import TestSupport

/// Stands between clients and a PostgreSQL, and cuts a connection before or after a message of a client, once.
final class CuttingProxy: Sendable {
    private struct State {
        /// Counted since `cut(at:isAfter:)`, of all connections.
        var messages = 0
        var cut: (number: Int, isAfter: Bool)?
    }

    private let state = Mutex(State())
    private let door: PostgresDoor

    init(to server: PostgresServer) throws {
        door = try PostgresDoor(to: server)
        door.open { [weak self] client, server in self?.serve(client, server) }
    }

    /// Of a database behind it, as its superuser.
    func url(_ database: String) -> String { door.url(database) }

    /// How many messages clients have sent since the last `cut`.
    var messages: Int { state.withLock { $0.messages } }

    /// From now on counts messages, and cuts at one of them; nil for none.
    func cut(at number: Int?, isAfter: Bool = false) {
        state.withLock { $0 = State(messages: 0, cut: number.map { ($0, isAfter) }) }
    }

    private enum Verdict { case forward, cutBefore, cutAfter }

    private func verdict() -> Verdict {
        state.withLock { state in
            state.messages += 1
            guard let cut = state.cut, cut.number == state.messages else { return .forward }
            return cut.isAfter ? .cutAfter : .cutBefore
        }
    }

    private func serve(_ client: Int32, _ server: Int32) {
        let ends = Ends(client: client, server: server)
        Thread.detachNewThread { ends.answer() }
        Thread.detachNewThread { ends.forward { [weak self] in self?.verdict() ?? .forward } }
    }

    /// The two ends of a connection, closed when both directions are over.
    private final class Ends: Sendable {
        private let client: Int32
        private let server: Int32

        init(client: Int32, server: Int32) { (self.client, self.server) = (client, server) }

        deinit {
            close(client)
            close(server)
        }

        func answer() {
            var bytes = [UInt8](repeating: 0, count: 65_536)
            while true {
                let count = recv(server, &bytes, bytes.count, 0)
                guard count > 0, Sockets.sendAll(client, bytes[..<count]) else { break }
            }
            shutdown(client, Int32(SHUT_RDWR))
            shutdown(server, Int32(SHUT_RDWR))
        }

        func forward(_ verdict: () -> Verdict) {
            var (isFirst, isOpen) = (true, true)
            while isOpen, let message = next(isFirst) {
                isFirst = false
                switch verdict() {
                case .forward: isOpen = Sockets.sendAll(server, message[...])
                case .cutBefore: isOpen = false
                case .cutAfter:
                    shutdown(client, Int32(SHUT_RDWR))
                    _ = Sockets.sendAll(server, message[...])
                    isOpen = false
                }
            }
            shutdown(client, Int32(SHUT_RDWR))
            // What was forwarded is still read there.
            shutdown(server, Int32(SHUT_WR))
        }

        /// A kind, which the first one has not, and the length of itself and what follows.
        private func next(_ isFirst: Bool) -> [UInt8]? {
            guard let head = read(isFirst ? 4 : 5) else { return nil }
            let length = head.suffix(4).reduce(0) { $0 << 8 | Int($1) }
            return read(length - 4).map { head + $0 }
        }

        private func read(_ count: Int) -> [UInt8]? {
            var bytes: [UInt8] = []
            while bytes.count < count {
                var some = [UInt8](repeating: 0, count: count - bytes.count)
                let read = recv(client, &some, some.count, 0)
                guard read > 0 else { return nil }
                bytes += some[..<read]
            }
            return bytes
        }
    }
}

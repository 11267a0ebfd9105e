import Foundation
import Glibc
import Synchronization

/// Stands between clients and a PostgreSQL, and counts how often a client waits for an answer: once to connect, and once for
/// every batch of statements but those that only end a read, for which nobody waits.
package final class CountingProxy: Sendable {
    private let counted = Mutex(0)
    private let answered = Mutex(0)
    private let door: PostgresDoor

    package init(to server: PostgresServer) throws {
        door = try PostgresDoor(to: server)
        door.open { [weak self] client, server in self?.serve(client, server) }
    }

    /// Of a database behind it, as its superuser.
    package func url(_ database: String) -> String { door.url(database) }

    package var roundTrips: Int { counted.withLock { $0 } }

    /// How many bytes the server has answered.
    package var answeredBytes: Int { answered.withLock { $0 } }

    private func serve(_ client: Int32, _ server: Int32) {
        Thread.detachNewThread { [weak self] in
            Self.pass(from: server, to: client) { bytes in self?.answered.withLock { $0 += bytes.count } }
        }
        Thread.detachNewThread { [weak self] in
            var batches = Batches()
            Self.pass(from: client, to: server) { bytes in
                let found = batches.add(bytes)
                self?.counted.withLock { $0 += found }
            }
            close(client)
            close(server)
        }
    }

    private static func pass(from one: Int32, to other: Int32, _ look: (ArraySlice<UInt8>) -> Void) {
        var bytes = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(one, &bytes, bytes.count, 0)
            if count > 0 { look(bytes[..<count]) }
            guard count > 0, Sockets.sendAll(other, bytes[..<count]) else { break }
        }
        shutdown(one, Int32(SHUT_RDWR))
        shutdown(other, Int32(SHUT_RDWR))
    }

    /// What a client sends, message by message
    /// (https://www.postgresql.org/docs/current/protocol-message-formats.html).
    private struct Batches {
        private var unread: [UInt8] = []
        private var isFirst = true
        private var statements: [String] = []

        /// How many of the batches that end here are waited for.
        mutating func add(_ bytes: ArraySlice<UInt8>) -> Int {
            unread += bytes
            var found = 0
            while let (kind, body) = next() {
                switch kind {
                case UInt8(ascii: "P"):
                    // Of a statement without a name.
                    statements.append(String(decoding: body.dropFirst().prefix { $0 != 0 }, as: UTF8.self))
                case UInt8(ascii: "S"):
                    if statements != ["COMMIT"], statements != ["ROLLBACK"] { found += 1 }
                    statements = []
                case 0: found += 1
                default: break
                }
            }
            return found
        }

        /// A kind, which the first message has not, and what follows its length.
        private mutating func next() -> (kind: UInt8, body: ArraySlice<UInt8>)? {
            let head = isFirst ? 0 : 1
            guard unread.count >= head + 4 else { return nil }
            let length = unread[head..<head + 4].reduce(0) { $0 << 8 | Int($1) }
            guard unread.count >= head + length else { return nil }
            let message = unread[..<(head + length)]
            unread.removeFirst(head + length)
            defer { isFirst = false }
            return (isFirst ? 0 : message[0], message.dropFirst(head + 4))
        }
    }
}

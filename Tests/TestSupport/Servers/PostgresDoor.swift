import Foundation
import Glibc

/// Listens in the place of a PostgreSQL, and leads every client on to it.
package final class PostgresDoor: Sendable {
    private let folder: TemporaryFolder
    private let listener: Int32
    private let upstream: String

    package init(to server: PostgresServer) throws {
        folder = try TemporaryFolder()
        upstream = server.folder + "/.s.PGSQL.5432"
        listener = try Sockets.listen(at: folder.path(".s.PGSQL.5432"))
    }

    deinit {
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
    }

    /// Of a database behind it, as its superuser.
    package func url(_ database: String) -> String { "postgresql://postgres@/\(database)?host=\(folder.url.path)" }

    /// From now on hands each client to `serve`, with a connection of its own to the server. Both are for `serve` to close.
    package func open(_ serve: @escaping @Sendable (_ client: Int32, _ server: Int32) -> Void) {
        Thread.detachNewThread { [listener, upstream] in
            while true {
                let client = accept(listener, nil, nil)
                guard client >= 0 else { return }
                if let server = try? Sockets.connect(to: upstream) { serve(client, server) } else { close(client) }
            }
        }
    }
}

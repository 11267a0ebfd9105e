import CPostgres
import Glibc

/// What libpq alone takes for a query, whose rows come in binary form and are looked at by nobody.
final class Plain {
    private let connection: OpaquePointer

    init(_ url: String) {
        guard cpostgres_open() == nil else { fatalError("no libpq") }
        let keys = ["dbname", "gssencmode"].map { (text: String) in strdup(text) }
        let values = [url, "disable"].map { (text: String) in strdup(text) }
        guard
            let begun = cpostgres_start(
                keys.map { UnsafePointer($0) } + [nil], values.map { UnsafePointer($0) } + [nil])
        else { fatalError("no connection") }
        connection = begun
        while true {
            let progress = cpostgres_go_on(connection)
            if progress == cpostgres_progress_connected { break }
            guard progress != cpostgres_progress_failed else {
                fatalError(String(cString: cpostgres_connection_message(begun)))
            }
            wait()
        }
        guard cpostgres_begin_pipeline(connection) != 0 else { fatalError("no pipeline") }
    }

    deinit { cpostgres_finish(connection) }

    /// The median of some runs, in milliseconds.
    func time(_ sql: String, runs: Int = 5) -> Double {
        (0..<runs).map { _ in milliseconds { ask(sql) } }.sorted()[runs / 2]
    }

    private func ask(_ sql: String) {
        _ = cpostgres_send(connection, sql, 0, [], [], [], [])
        _ = cpostgres_sync(connection)
        while true {
            while cpostgres_flush(connection) > 0 || cpostgres_is_busy(connection) != 0 {
                wait()
                _ = cpostgres_consume(connection)
            }
            guard let result = cpostgres_next_result(connection) else { continue }
            defer { cpostgres_clear(result) }
            switch cpostgres_result_status(result) {
            case cpostgres_status_synced: return
            case cpostgres_status_failed: fatalError(String(cString: cpostgres_result_message(result)))
            default: continue
            }
        }
    }

    private func wait() {
        var waited = pollfd(fd: cpostgres_socket(connection), events: Int16(POLLIN), revents: 0)
        poll(&waited, 1, -1)
    }
}

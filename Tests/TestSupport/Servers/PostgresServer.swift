import Foundation
import Glibc
import Synchronization

/// A real PostgreSQL of this test run alone, on a socket in a folder of its own: no port, nobody else's data. It ends with
/// the process, however that ends.
package final class PostgresServer: Sendable {
    /// Started when it is first asked for.
    package static let ofRun = Result { try PostgresServer() }

    /// Where its programs lie; the newest, as Debian has them.
    package static let programs: String = {
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: "/usr/lib/postgresql")) ?? []
        let newest = versions.max { $0.compare($1, options: .numeric) == .orderedAscending }
        return newest.map { "/usr/lib/postgresql/\($0)/bin" } ?? "/usr/local/pgsql/bin"
    }()

    private let process: Process
    /// The server stops when this one is closed.
    private let lifeline: Pipe
    private let session: Mutex<Session>

    /// A replica of another server, which follows it from its beginning on.
    package convenience init(replicaOf primary: PostgresServer) throws { try self.init(copying: primary.folder) }

    /// - Parameter primary: the folder of the server that it is a replica of; empty for a server of its own.
    private init(copying primary: String = "") throws {
        // In memory where that can be had: nothing of it is needed after a crash.
        let parent = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp"
        var template = Array("\(parent)/metricsctl-postgres-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw Failure(said: "no folder in \(parent)") }
        folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        // It refuses to run as root.
        var user: [String] = []
        if geteuid() == 0, let postgres = getpwnam("postgres") {
            chown(folder, postgres.pointee.pw_uid, postgres.pointee.pw_gid)
            user = ["/usr/bin/setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
        }
        lifeline = Pipe()
        process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", Self.script, folder, Self.programs, primary] + (user.isEmpty ? ["env"] : user)
        process.standardInput = lifeline
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        session = Mutex(try Session(folder: folder))
    }

    /// Makes the server and stops it at the end of its input, which comes when whoever holds the other end is gone.
    private static let script = """
        folder=$0 programs=$1 primary=$2; shift 2
        cd "$folder"
        if [ -n "$primary" ]; then
            "$@" "$programs/pg_basebackup" -D "$folder/data" -h "$primary" -U postgres -R -c fast --no-sync \
                >>log 2>&1 </dev/null || exit 1
        else
            "$@" "$programs/initdb" -D "$folder/data" -A trust -U postgres -E UTF8 --locale=C.UTF-8 --no-sync \
                >>log 2>&1 </dev/null || exit 1
        fi
        "$@" "$programs/postgres" -D "$folder/data" -k "$folder" -c listen_addresses= -c fsync=off \
            -c full_page_writes=off -c autovacuum=off -c shared_buffers=32MB -c max_connections=200 \
            >>log 2>&1 </dev/null &
        server=$!
        cat >/dev/null
        kill -QUIT $server
        wait $server
        rm -rf "$folder"
        """

    /// Of one of its databases, as its superuser.
    package func url(_ database: String) -> String { "postgresql://postgres@/\(database)?host=\(folder)" }

    /// Where the server may write files, too.
    package let folder: String

    /// Runs SQL, or commands of psql, in a database; throws what psql says of it.
    package func run(_ sql: String, in database: String = "postgres") throws {
        try session.withLock { try $0.run(sql, in: database) }
    }

    package struct Failure: Error, CustomStringConvertible {
        let said: String
        package var description: String { "PostgreSQL did not work; scripts/setup installs it. It said: \(said)" }
    }

    /// One psql for all: starting one takes longer than most of what it is to do.
    private struct Session: ~Copyable {
        private let process = Process()
        private let input = Pipe()
        private let output = Pipe()

        init(folder: String) throws {
            // The socket is there a moment before the server takes anybody, and psql ends when it is refused.
            func log() -> String { (try? String(contentsOfFile: folder + "/log", encoding: .utf8)) ?? "" }
            for _ in 0..<600 where !log().contains("ready to accept") { usleep(50_000) }
            process.executableURL = URL(fileURLWithPath: PostgresServer.programs + "/psql")
            process.arguments = ["-X", "-q", "-A", "-t", "-h", folder, "-U", "postgres", "postgres"]
            process.standardInput = input
            process.standardOutput = output
            process.standardError = output
            try process.run()
            for _ in 0..<100 {
                if (try? run("SELECT 1", in: "postgres")) != nil { return }
                usleep(50_000)
            }
            throw Failure(said: log())
        }

        /// The end of what it says is known by a line of ours.
        func run(_ sql: String, in database: String) throws {
            try input.fileHandleForWriting.write(contentsOf: Data("\\c \(database)\n\(sql);\n\\echo -- done\n".utf8))
            var said = ""
            while !said.hasSuffix("-- done\n") {
                let some = output.fileHandleForReading.availableData
                guard !some.isEmpty else { throw Failure(said: said) }
                said += String(decoding: some, as: UTF8.self)
            }
            if said.contains("ERROR:") || said.contains("FATAL:") { throw Failure(said: said) }
        }
    }
}

import Archive
import Dispatch
import Foundation
import Latency
import PostgresStore
import TestSupport
import Testing

@Suite("A server that does not take a connection") struct UnwillingServerTests {
    @Test("because there are too many is waited for, and goes on when one is over")
    func tooMany() throws {
        let place = try PostgresDatabase()
        let server = try PostgresServer.ofRun.get()
        let role = "crowded_\(place.name)"
        try server.run(
            """
            CREATE ROLE \(role) LOGIN CONNECTION LIMIT 1;
            GRANT USAGE ON SCHEMA metricsctl TO \(role);
            GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA metricsctl TO \(role)
            """, in: place.name)
        let url = place.url.replacing("postgres@", with: "\(role)@")
        let first = Box(try PostgresStore.open(url, for: .writing))
        let began = ContinuousClock.now
        DispatchQueue.global().asyncAfter(deadline: .now() + 1) { first.store = nil }
        let archive = Archive(store: try PostgresStore.open(url, for: .writing))
        #expect((.milliseconds(900)...(.seconds(9))).contains(ContinuousClock.now - began))
        #expect(try archive.source(StoreSamples.description("eu")).description.name == "eu")

        // In vain: it does not wait for ever.
        let error = #expect(throws: ArchiveError.self) { try PostgresStore.open(url, for: .writing) }
        guard case .unreachable(url, let reason) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(reason.contains("too many connections"))
    }

    @Test("and says nothing is left for the next host of the name")
    func silent() throws {
        let place = try PostgresDatabase()
        let folder = try TemporaryFolder()
        let listener = try Sockets.listen(at: folder.path(".s.PGSQL.5432"))
        defer { close(listener) }
        let server = try PostgresServer.ofRun.get()
        let url = "postgresql://postgres@/\(place.name)?host=\(folder.url.path),\(server.folder)&connect_timeout=2"
        let began = ContinuousClock.now
        let archive = Archive(store: try PostgresStore.open(url, for: .writing))
        #expect(ContinuousClock.now - began < .seconds(8))
        try Course.begin(archive)
        #expect(try Verification.findings(in: Archive(store: place.open())) == [])
    }

    @Test("and says nothing is told of in one line, when the time is over that the name gives it")
    func silentAlone() throws {
        let folder = try TemporaryFolder()
        let socket = folder.path(".s.PGSQL.5432")
        let listener = try Sockets.listen(at: socket)
        defer { close(listener) }
        let url = "postgresql://postgres@/x?host=\(folder.url.path)&connect_timeout=2"
        let began = ContinuousClock.now
        let error = #expect(throws: ArchiveError.self) { try PostgresStore.open(url, for: .writing) }
        #expect((.milliseconds(1900)...(.seconds(6))).contains(ContinuousClock.now - began))
        let reason = "connection to server on socket \"\(socket)\" failed: timeout expired"
        #expect(error == .unreachable(path: url, reason: reason))
    }

    @Test("and says nothing at one of its addresses is left, too, also where another has refused")
    func silentAddress() throws {
        let place = try PostgresDatabase()
        let server = try PostgresServer.ofRun.get()
        let (silent, dead) = (try DeadPort(.silent), try DeadPort(.refusing))
        let ports = "port=\(dead.port),\(silent.port)"
        // Each of `localhost` is one address or two.
        let url = "postgresql://postgres@/\(place.name)?host=127.0.0.1,localhost,\(server.folder)&\(ports),5432"
        let archive = Archive(store: try PostgresStore.open(url + "&connect_timeout=2", for: .writing))
        #expect(try archive.sources() == [])
        let alone = "postgresql://postgres@/x?host=127.0.0.1,localhost&\(ports)&connect_timeout=2"
        let error = #expect(throws: ArchiveError.self) { try PostgresStore.open(alone, for: .reading) }
        guard case .unreachable(alone, let reason) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(reason.contains("port \(dead.port) failed: ") && !reason.contains("\n"))
        #expect(reason.hasSuffix("port \(silent.port) failed: timeout expired"))
        withExtendedLifetime((silent, dead)) {}
    }

    @Test("and says nothing keeps nobody beyond his own time")
    func limit() throws {
        let place = try PostgresDatabase()
        let server = try PostgresServer.ofRun.get()
        let folder = try TemporaryFolder()
        let socket = folder.path(".s.PGSQL.5432")
        symlink(server.folder + "/.s.PGSQL.5432", socket)
        let url = "postgresql://postgres@/\(place.name)?host=\(folder.url.path)"
        let archive = Archive(store: try PostgresStore.open(url, for: .reading))
        #expect(try archive.snapshot(within: .seconds(60)) { try archive.sources() } == [])
        unlink(socket)
        let listener = try Sockets.listen(at: socket)
        defer { close(listener) }
        try server.run(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '\(place.name)'", in: "postgres")
        let began = ContinuousClock.now
        #expect(throws: ArchiveError.tookTooLong(path: url)) {
            try archive.snapshot(within: .milliseconds(700)) { try archive.sources() }
        }
        #expect(ContinuousClock.now - began < .seconds(3))
    }

    /// Let go by another thread, and used by none meanwhile.
    private final class Box: @unchecked Sendable {
        var store: PostgresStore?
        init(_ store: PostgresStore) { self.store = store }
    }
}

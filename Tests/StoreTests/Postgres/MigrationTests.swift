import Archive
import Foundation
import Latency
import PostgresStore
import Support
import Synchronization
import TestSupport
import Testing

@Suite("Tables in PostgreSQL") struct MigrationTests {
    @Test("are made by a migration alone, and by three at once once")
    func atOnce() throws {
        let server = try PostgresServer.ofRun.get()
        try server.run("CREATE DATABASE migrated")
        let url = server.url("migrated")
        #expect(throws: ArchiveError.missing(path: url)) { try PostgresStore.open(url, for: .writing) }
        let results = Mutex<[String]>([])
        DispatchQueue.concurrentPerform(iterations: 3) { _ in
            let result = Result { try PostgresStore.migrate(url) }
            results.withLock { $0.append("\(result.map { "\($0.from) to \($0.to)" })") }
        }
        #expect(
            results.withLock { $0.sorted() } == ["success(\"0 to 4\")", "success(\"4 to 4\")", "success(\"4 to 4\")"])
        #expect(try PostgresStore.open(url, for: .reading).sources() == [])
    }

    @Test("of the release before are brought to this one's, which it goes on with")
    func earlier() throws {
        let place = try PostgresDatabase()
        let archive = Archive(store: try place.open())
        try Course.begin(archive)
        let before = try contents(of: archive)
        let server = try PostgresServer.ofRun.get()
        try server.run(
            "ALTER TABLE metricsctl.hot DROP COLUMN parts;\nUPDATE metricsctl.archive SET version = 2", in: place.name)
        let older = ArchiveError.olderVersion(path: place.url, version: 2)
        #expect(throws: older) { try PostgresStore.open(place.url, for: .reading) }
        let migrated = try PostgresStore.migrate(place.url)
        #expect(migrated.from == 2 && migrated.to == 4)
        #expect(try contents(of: Archive(store: place.open())) == before)
        // As the release before stores a window.
        try server.run(
            """
            INSERT INTO metricsctl.hot(source, win, body) SELECT source, win, body FROM metricsctl.hot
            ON CONFLICT (source, win) DO UPDATE SET body = excluded.body
            """, in: place.name)
        #expect(try contents(of: Archive(store: place.open())) == before)
    }

    @Test("of a newer release are left alone where it says so, and used where not")
    func newer() throws {
        let place = try PostgresDatabase()
        let server = try PostgresServer.ofRun.get()
        func set(_ version: Int, reader: Int, writer: Int) throws {
            try server.run(
                "UPDATE metricsctl.archive SET version = \(version), oldest_reader = \(reader), oldest_writer = \(writer)",
                in: place.name)
        }
        try set(7, reader: 1, writer: 7)
        #expect(try PostgresStore.open(place.url, for: .reading).sources() == [])
        let newer = ArchiveError.newerVersion(path: place.url, version: 7, supported: 4)
        #expect(throws: newer) { try PostgresStore.open(place.url, for: .writing) }
        #expect(throws: newer) { try PostgresStore.migrate(place.url) }
        try set(7, reader: 7, writer: 7)
        #expect(throws: newer) { try PostgresStore.open(place.url, for: .reading) }
        try set(0, reader: 1, writer: 1)
        let older = ArchiveError.olderVersion(path: place.url, version: 0)
        #expect(throws: older) { try PostgresStore.open(place.url, for: .reading) }
    }

    @Test("can be read by readers, written by writers, and made by their owner alone")
    func roles() throws {
        let server = try PostgresServer.ofRun.get()
        try server.run("CREATE DATABASE shared")
        for _ in 1...2 { try server.run(PostgresRoles.sql, in: "shared") }
        func url(_ role: String) -> String { server.url("shared").replacing("postgres@", with: "metricsctl_\(role)@") }
        #expect(throws: ArchiveError.self) { try PostgresStore.migrate(url("writer")) }
        _ = try PostgresStore.migrate(url("owner"))
        let archive = Archive(store: try PostgresStore.open(url("writer"), for: .writing))
        try Course.begin(archive)
        let reader = Archive(store: try PostgresStore.open(url("reader"), for: .reading))
        #expect(try contents(of: reader) == contents(of: archive))
        #expect(try reader.modelCapacity() == archive.modelCapacity())
        #expect(try reader.snapshot(within: .seconds(60)) { try reader.modelCapacity() } == archive.modelCapacity())
        let denied = #expect(throws: ArchiveError.self) { _ = try reader.source(StoreSamples.description("new")) }
        guard case .denied = denied else {
            Issue.record("\(String(describing: denied))")
            return
        }
    }

    @Test("are asked for where no server is, and where the name has a password, in vain")
    func unreachable() throws {
        let url = "postgresql://postgres@/x?host=/nonexistent"
        let error = #expect(throws: ArchiveError.self) { try PostgresStore.open(url, for: .writing) }
        guard case .unreachable(url, let reason) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(reason.contains("/nonexistent"))
        #expect(throws: ArchiveError.passwordInURL) {
            try PostgresStore.open("postgresql://me:secret@db/x", for: .reading)
        }
    }

    @Test(
        "are named by what libpq takes, without a password",
        arguments: [
            ("postgresql://db/x", true, false), ("postgres://me@h1,h2:5433/x?sslmode=verify-full", true, false),
            ("postgresql:///x?host=/run&passfile=/etc/p", true, false), ("service=metrics", true, false),
            ("postgresql://me:pw@db/x", true, true), ("postgresql://me:p/w@db/x", true, true),
            ("postgresql://db/x?password=pw", true, true), ("postgresql://db/x?a=b&sslpassword=pw", true, true),
            ("postgresql://db/x?passw%6frd=pw", true, true), ("service=metrics password = pw", true, true),
            ("./service=x", false, false), ("/var/lib/metrics.db", false, false), ("postgresql.db", false, false),
        ])
    func names(name: String, isOne: Bool, hasPassword: Bool) {
        #expect(DatabaseName.isOne(name) == isOne)
        if isOne { #expect(DatabaseName.hasPassword(name) == hasPassword) }
    }

    @Test(
        "an archive is named as its owner names it, where a URL can say so",
        arguments: [
            ("postgresql://me@db/metrics", "postgresql://owner@db/metrics"),
            (
                "postgres://db:5432,other/metrics?sslmode=require",
                "postgres://owner@db:5432,other/metrics?sslmode=require"
            ),
            ("postgresql:///metrics?host=/tmp", "postgresql://owner@/metrics?host=/tmp"),
            ("service=metrics", "service=metrics"),
        ])
    func owner(name: String, owned: String) { #expect(DatabaseName.ofUser("owner", name) == owned) }
}

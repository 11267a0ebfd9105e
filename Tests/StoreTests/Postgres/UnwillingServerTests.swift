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

    /// Let go by another thread, and used by none meanwhile.
    private final class Box: @unchecked Sendable {
        var store: PostgresStore?
        init(_ store: PostgresStore) { self.store = store }
    }
}

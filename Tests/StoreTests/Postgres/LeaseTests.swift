import Archive
import Latency
import PostgresStore
import TestSupport
import Testing

@Suite("A lease") struct LeaseTests {
    @Test("is one's alone, by source, metric and purpose, until it is given back or runs out")
    func alone() throws {
        let place = try PostgresDatabase()
        let (one, other) = (Archive(store: try place.open()), Archive(store: try place.open()))
        func take(_ archive: Archive, _ name: Name = "s", _ purpose: SourceLock.Purpose = .collecting) throws -> Bool {
            let lock = try SourceLock.acquire(in: archive, source: name, metric: "m", purpose: purpose)
            guard let lock else { return false }
            lock.release()
            return true
        }
        guard let held = try SourceLock.acquire(in: one, source: "s", metric: "m") else { throw Refused() }
        #expect(try !take(other) && take(other, "t") && take(other, "s", .backfilling))
        held.release()
        #expect(try take(other))

        guard let late = try SourceLock.acquire(in: one, source: "s", metric: "m") else { throw Refused() }
        let server = try PostgresServer.ofRun.get()
        try server.run("UPDATE metricsctl.lease SET until = until - 300", in: place.name)
        // A commit has it again, where nobody has taken it meanwhile.
        _ = try one.source(StoreSamples.description("eu"))
        #expect(try !take(other))
        try server.run("UPDATE metricsctl.lease SET until = until - 300", in: place.name)
        guard let taken = try SourceLock.acquire(in: other, source: "s", metric: "m") else { throw Refused() }
        _ = try one.source(StoreSamples.description("us"))
        late.release()
        #expect(try !take(one))
        taken.release()
    }

    private struct Refused: Error {}
}

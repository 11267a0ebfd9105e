import Archive
import Latency
import PostgresStore
import Testing

@Suite("A store that remembers") struct RememberingTests {
    private typealias S = StoreSamples

    private struct Given {
        let place: PostgresDatabase
        let own: Archive
        let other: Archive
        let source: Source

        init(for purpose: Connection.Purpose = .writing) throws {
            place = try PostgresDatabase()
            other = Archive(store: try place.open())
            // Who opens it to read gets what there is of the first source along with that.
            _ = try other.source(S.description("first"))
            source = try other.source(S.description("eu"))
            try other.commit([S.window(3, try S.model("a", [1, 2, 3]))], run: nil, of: source)
            own = Archive(store: try PostgresStore.open(place.url, for: purpose))
        }

        func commit(_ slot: Int) throws { try other.commit([S.window(slot)], run: nil, of: source) }

        func newest() throws -> Int? { try own.newestWindow(of: source).value.map { S.day.slot(of: $0) } }
    }

    @Test("sees what others store at once where it is not asked to remember")
    func forgetful() throws {
        let given = try Given()
        #expect(try given.newest() == 3)
        try given.commit(4)
        #expect(try given.newest() == 4)
    }

    @Test("goes by what it has read until it writes, or gets a lease: then it sees what was stored before")
    func lease() throws {
        let given = try Given()
        try given.own.remembering { () throws in
            #expect(try given.newest() == 3)
            try given.commit(4)
            #expect(try given.newest() == 3)
            let lock = try SourceLock.acquire(in: given.own, source: "eu", metric: "request_duration_seconds")
            guard let lock else { throw ArchiveError.failed(path: "a test", reason: "no lease") }
            #expect(try given.newest() == 4)
            try given.commit(5)
            #expect(try given.newest() == 4)
            try given.own.commit([S.window(2)], run: nil, of: given.source)
            #expect(try given.newest() == 5)
            lock.release()
        }
        try given.commit(6)
        #expect(try given.newest() == 6)
    }

    @Test("keeps, inside a transaction, nothing that others have changed since")
    func transaction() throws {
        let given = try Given()
        try given.own.remembering { () throws in
            #expect(try given.newest() == 3)
            // The better of both is kept, of what is stored by then.
            try given.other.commit([S.window(3, try S.model("a", [5, 2, 3]))], run: nil, of: given.source)
            try given.own.commit([S.window(3, try S.model("a", [1, 2, 3]))], run: nil, of: given.source)
        }
        let stored = try contents(of: given.other)
        #expect(stored.contains(#""requests":10"#), "\(stored)")
    }

    @Test("answers one question of one instant")
    func oneInstant() throws {
        let given = try Given(for: .reading)
        try given.own.remembering { () throws in
            for slot in 4...6 {
                _ = try given.own.sources()
                let window = S.window(slot, try S.model(Name("m\(slot)"), [1, 2, 3]))
                try given.other.commit([window], run: nil, of: given.source)
                // What it knows of sources is older: it begins anew.
                let (newest, models) = try given.own.snapshot {
                    _ = try given.own.sources()
                    return (try given.newest(), try given.own.models(of: given.source).value)
                }
                #expect(newest.map { models.contains(Name("m\($0)")) } == true)
            }
        }
    }

    @Test("forgets what a transaction that failed would have stored")
    func failed() throws {
        let given = try Given()
        try given.own.remembering { () throws in
            #expect(try given.newest() == 3)
            let error = ArchiveError.failed(path: "a test", reason: "on purpose")
            #expect(throws: error) {
                try given.own.store.write([given.source.id]) { () throws(ArchiveError) in
                    try given.own.store.putHot([(S.day.window(9), [1])], of: given.source.id)
                    throw error
                }
            }
            #expect(try given.newest() == 3)
        }
    }
}

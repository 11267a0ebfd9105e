import Archive
import Latency
import PostgresStore
import TestSupport
import Testing

@Suite("Windows of very many series in PostgreSQL") struct PartsTests {
    private typealias S = StoreSamples

    private static let (series, windows) = (2000, 24)

    /// The requests of a model in a window.
    private static func requests(_ model: Int, _ slot: Int) -> Int { 1 + (model * 7 + slot * 131) % 97 }

    private static func name(_ model: Int) -> Name { Name("m\(model)") }

    private static func window(_ slot: Int) throws -> CollectedWindow {
        let models = try (0..<series).map { try S.model(name($0), [0, requests($0, slot), 0]) }
        return CollectedWindow(window: S.day.window(slot), models: models.sorted { $0.series < $1.series })
    }

    private static func fill(_ archive: Archive) throws -> Source {
        let source = try archive.source(S.description("eu"))
        // Some come later, and get greater numbers.
        let first = try (0..<series).filter { $0 % 10 > 0 }.map { try S.model(name($0), [0, 1, 0]) }
        try archive.commit([CollectedWindow(window: S.day.window(0), models: first)], run: nil, of: source)
        try archive.commit((0..<windows).map(window), run: nil, of: source)
        return source
    }

    private static func requests(
        of models: Int..., in archive: Archive, _ source: Source, slots: ClosedRange<Int> = 0...windows - 1
    ) throws -> (found: [[Int?]], damages: Damages) {
        var found: [[Int?]] = []
        let damages = try archive.forEachWindow(
            of: source, in: S.day.window(slots.lowerBound)...S.day.window(slots.upperBound), newestFirst: false,
            selection: SeriesSelection(models: Set(models.map(name)))
        ) { window in
            found.append(
                models.map { model in window.models.first { $0.series.model == name(model) }?.histogram.requests })
            return true
        }
        return (found, damages)
    }

    private static func truth(of models: Int..., slots: ClosedRange<Int> = 0...windows - 1) -> [[Int?]] {
        slots.map { slot in models.map { requests($0, slot) } }
    }

    @Test("are answered as from a file, before and after their day is sealed")
    func same() throws {
        let places = try [StoreKind.sqlite, .postgres].map { try $0.place() }
        defer { withExtendedLifetime(places) {} }
        let archives = try places.map { Archive(store: try $0.open()) }
        let sources = try archives.map(Self.fill)
        func check() throws {
            #expect(try contents(of: archives[0]) == contents(of: archives[1]))
            for (archive, source) in zip(archives, sources) {
                let some = try Self.requests(of: 10, 1999, 1234, in: archive, source)
                #expect(some.found == Self.truth(of: 10, 1999, 1234) && some.damages == Damages())
                #expect(try Verification.findings(in: archive) == [])
            }
        }
        try check()
        for (archive, source) in zip(archives, sources) {
            try archive.seal(of: source, at: S.day.end + Archive.sealingDelay)
            #expect(try archive.store.hotBodies(of: source.id, in: 0...HotKey.last) == [])
        }
        try check()
    }

    @Test("are read only in part where one model is asked for, hot or sealed")
    func bytes() throws {
        let place = try PostgresDatabase()
        let writer = Archive(store: try place.open())
        let source = try Self.fill(writer)
        let proxy = try CountingProxy(to: try PostgresServer.ofRun.get())
        let archive = Archive(store: try PostgresStore.open(proxy.url(place.name), for: .reading))
        func bytes(_ ask: () throws -> Void) throws -> Int {
            try archive.snapshot {
                // Names are read before.
                _ = try Self.requests(of: 5, in: archive, source, slots: 280...281)
                let before = proxy.answeredBytes
                try ask()
                return proxy.answeredBytes - before
            }
        }
        func one() throws { #expect(try Self.requests(of: 77, in: archive, source).found == Self.truth(of: 77)) }
        func all() throws {
            _ = try archive.forEachWindow(
                of: source, in: S.day.window(0)...S.day.window(Self.windows - 1), newestFirst: false
            ) { $0.models.count == Self.series }
        }
        let (part, whole) = (try bytes(one), try bytes(all))
        // One of eight parts, and where they lie.
        #expect(part < whole / 4 && part > whole / 16, "\(part) of \(whole) bytes")
        try writer.seal(of: source, at: S.day.end + Archive.sealingDelay)
        let (sealed, wholeDay) = (try bytes(one), try bytes(all))
        #expect(sealed < wholeDay / 500, "\(sealed) of \(wholeDay) bytes")
    }

    @Test("stored by a release that knows nothing of parts are read as they are")
    func earlierRelease() throws {
        let place = try PostgresDatabase()
        let archive = Archive(store: try place.open())
        let source = try Self.fill(archive)
        let server = try PostgresServer.ofRun.get()
        // It leaves the parts of the body before, or none.
        try server.run("CREATE TABLE earlier AS SELECT win, parts FROM metricsctl.hot", in: place.name)
        let more = try S.model("zzz", [0, 4, 0])
        for slot in 0..<Self.windows {
            try archive.commit([CollectedWindow(window: S.day.window(slot), models: [more])], run: nil, of: source)
        }
        try server.run(
            """
            UPDATE metricsctl.hot AS h SET parts = e.parts FROM earlier AS e WHERE h.win = e.win;
            UPDATE metricsctl.hot SET parts = NULL WHERE win % 2 = 0;
            DROP TABLE earlier
            """, in: place.name)
        func check() throws {
            #expect(try Self.requests(of: 3, 1990, in: archive, source).found == Self.truth(of: 3, 1990))
            var added: [Int] = []
            let selection = SeriesSelection(models: ["zzz"])
            _ = try archive.forEachWindow(
                of: source, in: S.day.windows, newestFirst: true, selection: selection
            ) {
                added += $0.models.map(\.histogram.requests)
                return true
            }
            #expect(added == [Int](repeating: 4, count: Self.windows))
        }
        try check()
        try archive.seal(of: source, at: S.day.end + Archive.sealingDelay)
        try check()
        #expect(try Verification.findings(in: archive) == [])
    }

    @Test("are damaged where they are damaged, and stay hot as a whole")
    func damaged() throws {
        let place = try PostgresDatabase()
        let archive = Archive(store: try place.open())
        let source = try Self.fill(archive)
        let server = try PostgresServer.ofRun.get()
        // The first model of all is in it; m1999 is far behind.
        try server.run(
            """
            UPDATE metricsctl.hot SET body = set_byte(body, 20, get_byte(body, 20) # 64)
            WHERE win = \(S.day.window(5).index)
            """, in: place.name)
        #expect(try Self.requests(of: 0, in: archive, source).damages.all.count == 1)
        let others = try Self.requests(of: 1999, in: archive, source)
        #expect(others.found == Self.truth(of: 1999) && others.damages == Damages())
        try archive.seal(of: source, at: S.day.end + Archive.sealingDelay)
        #expect(try archive.store.hotBodies(of: source.id, in: 0...HotKey.last).count == Self.windows)
        #expect(try Verification.findings(in: archive).count == 1)
    }

    @Test("stay hot where a name is gone of what is in them")
    func nameless() throws {
        let place = try PostgresDatabase()
        let archive = Archive(store: try place.open())
        let source = try Self.fill(archive)
        // All 256 of a part, so that nobody asks for it.
        let names = (0..<Self.series).map(Self.name).sorted()[512..<768].map { "'\($0.text)'" }.joined(separator: ",")
        try PostgresServer.ofRun.get().run("DELETE FROM metricsctl.series WHERE model IN (\(names))", in: place.name)
        let later = Archive(store: try place.open())
        try later.seal(of: source, at: S.day.end + Archive.sealingDelay)
        #expect(try later.store.hotBodies(of: source.id, in: 0...HotKey.last).count == Self.windows)
    }
}

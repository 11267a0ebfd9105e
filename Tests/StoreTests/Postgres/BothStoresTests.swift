import Archive
import Latency
import TestSupport
import Testing

@Suite("The same course of verbs") struct BothStoresTests {
    @Test("leaves the same in both stores, whatever it is", arguments: 1...4 as ClosedRange<UInt64>)
    func same(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let places = try [StoreKind.sqlite, .postgres].map { try $0.place() }
        defer { withExtendedLifetime(places) {} }
        let archives = try places.map { Archive(store: try $0.open()) }
        for archive in archives { try Course.begin(archive) }
        // The size is each store's own.
        let courses = Course.all.filter { $0.name != "all is read" }
        for _ in 1...30 {
            guard let course = courses.randomElement(using: &random) else { continue }
            let answers = archives.map { archive in
                do {
                    let source = try archive.source(StoreSamples.description("eu"))
                    return try course.work(archive, source)
                } catch let error as ArchiveError {
                    return "\(error)".replacing(archive.path, with: "PATH")
                } catch {
                    return "\(error)"
                }
            }
            #expect(answers[0] == answers[1], "\(course)")
        }
        #expect(try contents(of: archives[0]) == contents(of: archives[1]))
        for archive in archives { #expect(try Verification.findings(in: archive) == []) }
    }

    @Test("is carried from one store to the other and back, byte by byte")
    func copied() throws {
        let places = try [StoreKind.sqlite, .postgres, .sqlite].map { try $0.place() }
        defer { withExtendedLifetime(places) {} }
        let archives = try places.map { Archive(store: try $0.open()) }
        try Course.begin(archives[0])
        for course in Course.all.prefix(6) {
            let source = try #require(
                try archives[0].source(named: "eu", metric: "request_duration_seconds"))
            _ = try course.work(archives[0], source)
        }
        try StoreCopy.copy(from: archives[0].store, to: archives[1].store)
        try StoreCopy.copy(from: archives[1].store, to: archives[2].store)
        for archive in archives {
            #expect(try contents(of: archive) == contents(of: archives[0]))
            #expect(try rows(of: archive) == rows(of: archives[0]))
            #expect(try Verification.findings(in: archive) == [])
        }
        #expect(throws: ArchiveError.exists(path: archives[1].path)) {
            try StoreCopy.copy(from: archives[0].store, to: archives[1].store)
        }
    }

    /// Every row with a body, and every run.
    private func rows(of archive: Archive) throws -> [String] {
        var lines: [String] = []
        let store = archive.store
        for source in try store.sources().sorted(by: { $0.id < $1.id }) {
            lines.append("\(source)")
            lines += try store.hotBodies(of: source.id, in: 0...HotKey.last)
            try store.coverages(of: source.id, in: UTCDay(index: 0)...UTCDay(index: 100_000), newestFirst: false) {
                lines.append("\($0): \([UInt8]($1))")
                return true
            }
            lines.append("\(String(describing: try store.inventory(of: source.id)))")
            try store.runs(of: source.id, RunQuery(upTo: .max)) { run in
                lines.append("\(run)")
                return true
            }
        }
        try store.chunks(from: 0, limit: 10_000) { lines.append("\($0): \([UInt8]($1))") }
        return lines
    }
}

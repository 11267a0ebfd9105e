import Archive
import Dispatch
import Latency
import PostgresStore
import Synchronization
import TestSupport
import Testing

@Suite("Collectors of different sources") struct ManyWritersTests {
    @Test("seal a day within an hour, each source at a time of its own; in a file all at once")
    func sealingTimes() throws {
        let places = try [StoreKind.postgres, .sqlite].map { try $0.place() }
        let (shared, file) = (Archive(store: try places[0].open()), Archive(store: try places[1].open()))
        var times: Set<Int> = []
        for number in 0..<40 {
            let description = StoreSamples.description(Name("source-\(number)"))
            let source = try shared.source(description)
            let time = shared.sealingTime(of: source, at: 1_000_000)
            #expect((996_401...1_000_000).contains(time))
            times.insert(time)
            #expect(file.sealingTime(of: source, at: 1_000_000) == 1_000_000)
        }
        #expect(times.count > 35)
    }

    @Test("that begin at the same moment store what all of them have, and names and layouts once", arguments: 1...6)
    func beginning(turn: Int) throws {
        let place = try PostgresDatabase()
        let stores = try (1...8).map { _ in try PostgresStore.open(place.url, for: .writing) }
        let failures = Mutex<[String]>([])
        let boxes = stores.map { Box(archive: Archive(store: $0)) }
        DispatchQueue.concurrentPerform(iterations: boxes.count) { index in
            do {
                let archive = boxes[index].archive
                // Two of them each of the same source.
                let source = try archive.source(StoreSamples.description(Name("s\(index / 2)")))
                for slot in 1...6 {
                    let bounds = [Double(slot), Double(slot + turn)]
                    let window = StoreSamples.window(slot, try StoreSamples.model("m", [1, 2, 3], bounds: bounds))
                    try archive.commit([window], run: StoreSamples.run(window.window.end), of: source)
                }
            } catch {
                failures.withLock { $0.append("\(error)") }
            }
        }
        #expect(failures.withLock { $0 } == [])
        let archive = Archive(store: try place.open())
        #expect(try archive.sources().count == 4)
        #expect(try Verification.findings(in: archive) == [])
        var layouts = 0
        try archive.store.layouts { _, _, _ in layouts += 1 }
        #expect(layouts == 6)
    }

    /// Each is one task's alone.
    private final class Box: @unchecked Sendable {
        let archive: Archive
        init(archive: Archive) { self.archive = archive }
    }
}

import Latency
import Testing

@testable import Archive
@testable import SQLiteStore

@Suite("How many models an archive can name") struct ModelCapacityTests: OnOneSource {
    let own: OneSource

    init() throws { own = try OneSource() }

    /// Has the archive name a model by a number.
    private func name(_ model: Name, _ id: Int) throws {
        try archive.store.write(nil) { () throws(ArchiveError) in
            try archive.store.add([StoredSeries(id: id, source: source.id, SeriesKey(model))])
            let body = try archive.inventory(of: source.id)
            guard var inventory = body else { return }
            inventory.series.insert(id)
            let place = Place(table: .inventory, key: source.id)
            try archive.store.putInventory(place.marked(inventory.encoded), of: source.id)
        }
    }

    @Test("is told from nine tenths on")
    func warning() throws {
        #expect(try archive.modelCapacity() == ModelCapacity(used: 0, limit: 1_048_575))
        try name("a", 943_717)
        #expect(try archive.modelCapacity().warning == nil)
        try name("b", 943_718)
        #expect(
            try archive.modelCapacity().warning
                == "943718 of the 1048575 models that an archive can name, all sources together, are used")
    }

    @Test("is a limit: a new model beyond it is refused with the whole commit, and known ones go on")
    func limit() throws {
        try name("last", 1_048_575)
        let window = Samples.window(5_860_000, Samples.model("last"))
        let error = archiveError {
            try archive.commit([window, Samples.window(5_860_001, Samples.model("new"))], run: nil, of: source)
        }
        #expect(error == .outOfModels(path: directory.archive, model: "new", limit: 1_048_575))
        #expect(
            error?.message
                == "cannot store the new model \"new\" in \(directory.archive): all 1048575 models that an archive can name are used"
        )
        #expect(try archive.windows(of: source).isEmpty)
        try archive.commit([window], run: nil, of: source)
        try archive.seal(of: source, at: window.window.end + 3 * 86_400)
        #expect(try archive.windows(of: source) == [window])
        #expect(try archive.database.integer("SELECT count(*) FROM chunk") == 1)
        #expect(try Verification.findings(in: archive).isEmpty)
        // The numbers of those that go last are free again.
        #expect(try archive.forget("last", of: source))
        try archive.commit([Samples.window(5_860_001, Samples.model("new"))], run: nil, of: source)
    }
}

import Archive
import Latency
import Testing

/// What a store promises of sources, series and layouts.
@Suite struct CatalogueContract {
    /// Texts that no store may change: with a zero, with what Unicode calls equal, and with nothing in it.
    private let names: [Name] = ["a\u{0}b", "a", "", "\u{e9}", "e\u{301}", "A", "a ", "\u{1F600}"]

    @Test("sources come back as they were stored, name by name, byte by byte", arguments: StoreKind.allCases)
    func sources(kind: StoreKind) throws {
        let place = try kind.place()
        defer { withExtendedLifetime(place) {} }
        let store = try place.open()
        #expect(try store.sources() == [] && store.hasInventories == false)
        for (index, name) in names.enumerated() {
            let number = try store.writing { () throws(ArchiveError) in
                let number = try store.nextNumber(in: .source)
                try store.add(StoreRows.source(number, name, metric: "m\u{0}"))
                return number
            }
            #expect(number == index + 1)
        }
        #expect(try store.sources().sorted { $0.id < $1.id }.map(\.name) == names)
        for (index, name) in names.enumerated() {
            #expect(try store.source(SourceID(name: name, metric: "m\u{0}"))?.id == index + 1)
            #expect(try store.source(SourceID(name: name, metric: "m")) == nil)
        }
        let changed = StoredSource(
            id: 2, name: "a", metric: "m\u{0}", url: "u", selector: "s", modelLabel: "l", unit: "ms",
            measure: "e2e\u{0}", kind: "counter", labels: [1, 0, 2], classLabel: "c\u{0}", unitOrigin: "told",
            disagreement: "d\u{0}", checksum: 5)
        try store.write([2]) { () throws(ArchiveError) in try store.update(changed) }
        #expect(try store.source(SourceID(name: "a", metric: "m\u{0}")) == changed)
        #expect(try store.sources().count == names.count)
    }

    @Test("a number or a name that is taken is refused", arguments: StoreKind.allCases)
    func taken(kind: StoreKind) throws {
        let place = try kind.place()
        defer { withExtendedLifetime(place) {} }
        let store = try place.open()
        try store.fill()
        let series = StoredSeries(id: 3, source: 1, model: "c", labels: [], checksum: 1)
        let named = StoredSeries(id: 9, source: 1, model: "a", labels: [], checksum: 1)
        func refuses(_ work: () throws(ArchiveError) -> Void) {
            #expect(throws: ArchiveError.self) { try store.write(nil, work) }
        }
        refuses { () throws(ArchiveError) in try store.add(StoreRows.source(1, "new")) }
        refuses { () throws(ArchiveError) in try store.add(StoreRows.source(3, "s1")) }
        refuses { () throws(ArchiveError) in try store.add([series]) }
        refuses { () throws(ArchiveError) in try store.add([named]) }
        refuses { () throws(ArchiveError) in try store.addLayout(1, [4], checksum: 1) }
        let told = StoreRows.told(1, to: "y", "model", "b")
        refuses { () throws(ArchiveError) in try store.add(told) }
        #expect(try store.rowCounts(of: 1) == [1, 2, 1, 1, 2, 1, 1, 1, 1, 1])
    }

    @Test("series and layouts are found by what they are, and numbers grow", arguments: StoreKind.allCases)
    func series(kind: StoreKind) throws {
        let place = try kind.place()
        defer { withExtendedLifetime(place) {} }
        let store = try place.open()
        try store.fill()
        let added = names.enumerated().flatMap { index, name in
            // Of one model, too, with other labels or without.
            [[], [0], [1, 0], [1]].enumerated().map { place, labels in
                StoredSeries(
                    id: 10 + 4 * index + place, source: 2, model: Name("x" + name.text), labels: labels, checksum: index
                )
            }
        }
        try store.write([2]) { () throws(ArchiveError) in
            try store.add(added)
            #expect(try store.nextNumber(in: .series) == 10 + added.count)
        }
        for series in added {
            let model = try #require(series.model)
            #expect(try store.series(of: model, labels: series.labels, source: 2) == series.id)
            #expect(try store.series(of: model, labels: series.labels, source: 1) == nil)
            #expect(try store.series(of: model, labels: [2], source: 2) == nil)
        }
        var found: [StoredSeries] = []
        try store.series { found.append($0) }
        #expect(Set(found).isSuperset(of: added) && found.count == 4 + added.count)
        try store.write([2]) { () throws(ArchiveError) in
            try store.removeSeries(10, of: 2)
            try store.removeSeries(14, of: 1)
        }
        #expect(try store.series(of: "xa\u{0}b", labels: [], source: 2) == nil)
        #expect(try store.series(of: "xa", labels: [], source: 2) == 14)

        #expect(try store.layout([1, 2, 3]) == 1 && store.layout([1, 2]) == nil && store.layout([]) == nil)
        try store.write(nil) { () throws(ArchiveError) in
            try store.addLayout(try store.nextNumber(in: .layout), [], checksum: 4)
        }
        var layouts: [String] = []
        try store.layouts { id, bounds, checksum in layouts.append("\(id) \([UInt8](bounds)) \(checksum)") }
        #expect(layouts.sorted() == ["1 [1, 2, 3] 9", "2 [] 4"])
    }

    @Test(
        "a source that is removed is gone with all that is of it, and others keep theirs", arguments: StoreKind.allCases
    )
    func removed(kind: StoreKind) throws {
        let place = try kind.place()
        defer { withExtendedLifetime(place) {} }
        let store = try place.open()
        try store.fill()
        let other = try store.rowCounts(of: 2)
        for _ in 1...2 {
            try store.write([1]) { () throws(ArchiveError) in try store.removeSource(1) }
            #expect(try store.rowCounts(of: 1).allSatisfy { $0 == 0 })
            #expect(try store.rowCounts(of: 2) == other)
        }
        #expect(try store.hasInventories)
    }
}

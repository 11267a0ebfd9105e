import Archive
import Latency
import Testing

/// What a store promises of runs and the other rows that nothing refers to.
@Suite struct RecordContract {
    private func finished(
        _ store: any ArchiveStore, _ query: RunQuery, upTo limit: Int = .max
    ) throws -> [Int] {
        var found: [Int] = []
        try store.runs(of: 1, query) { run in
            found.append(run.id)
            return found.count < limit
        }
        return found
    }

    @Test("a run that is added twice is stored once, and another of its number is not", arguments: StoreKind.allCases)
    func twice(kind: StoreKind) throws {
        let place = try kind.place()
        defer { withExtendedLifetime(place) {} }
        let store = try place.open()
        try store.fill()
        let run = StoreRows.run(Int.max, finished: 9, "odd\u{0}", detail: "d\u{0}\u{e9}")
        for (added, isStored) in [(run, true), (run, true), (StoreRows.run(Int.max, finished: 8), false)] {
            #expect(try store.writing { () throws(ArchiveError) in try store.add(added) } == isStored)
        }
        var found: [StoredRun] = []
        try store.runs(of: 1, RunQuery(upTo: 9)) {
            found.append($0)
            return true
        }
        #expect(found == [run, StoreRows.run(101, finished: 5)])
        #expect(try store.finish(ofRun: Int.max, of: 1) == 9 && store.finish(ofRun: Int.max, of: 2) == nil)
        #expect(throws: ArchiveError.self) {
            try store.write(nil) { () throws(ArchiveError) in
                _ = try store.add(StoreRows.run(7, source: 99, finished: 1))
            }
        }
    }

    @Test("runs come newest first, by outcome and between two times", arguments: StoreKind.allCases)
    func order(kind: StoreKind) throws {
        let place = try kind.place()
        defer { withExtendedLifetime(place) {} }
        let store = try place.open()
        try store.fill()
        try store.write([1]) { () throws(ArchiveError) in
            for (id, time, outcome) in [(300, 7, "timeout"), (200, 7, "success"), (400, 6, "storage"), (500, 9, "odd")]
            {
                _ = try store.add(StoreRows.run(id, finished: time, outcome))
            }
        }
        #expect(try finished(store, RunQuery(upTo: .max)) == [500, 300, 200, 400, 101])
        #expect(try finished(store, RunQuery(upTo: 7)) == [300, 200, 400, 101])
        #expect(try finished(store, RunQuery(upTo: .max), upTo: 2) == [500, 300])
        #expect(try finished(store, RunQuery(upTo: .max, .success)) == [200, 101])
        #expect(try finished(store, RunQuery(upTo: 8, after: 5, .failure)) == [300, 400])
        #expect(try finished(store, RunQuery(upTo: 8, after: Int.min)) == [300, 200, 400, 101])
        #expect(try finished(store, RunQuery(upTo: 4)) == [])
        #expect(try store.runsSinceSuccess(of: 1) == 3 && store.runsSinceSuccess(of: 2) == 0)
    }

    @Test("old runs are deleted by outcome, the oldest first, a few at a time", arguments: StoreKind.allCases)
    func deletedRuns(kind: StoreKind) throws {
        let place = try kind.place()
        defer { withExtendedLifetime(place) {} }
        let store = try place.open()
        try store.fill()
        try store.write([1]) { () throws(ArchiveError) in
            for id in 1...6 {
                _ = try store.add(StoreRows.run(id, finished: 20 - id, id.isMultiple(of: 2) ? "success" : "timeout"))
            }
            try store.deleteRuns(of: 1, succeeded: false, finishedBefore: 19, limit: 1)
            try store.deleteRuns(of: 1, succeeded: true, finishedBefore: 16, limit: 10)
        }
        #expect(try finished(store, RunQuery(upTo: .max)) == [1, 2, 3, 4])
        #expect(try store.rowCounts(of: 2)[5] == 1)
    }

    @Test("what was told comes by target, and goes by subject or by model", arguments: StoreKind.allCases)
    func told(kind: StoreKind) throws {
        let place = try kind.place()
        defer { withExtendedLifetime(place) {} }
        let store = try place.open()
        try store.fill()
        let rows = [
            StoreRows.told(3, to: "x", "collection", nil), StoreRows.told(4, to: "x", "model", "b\u{0}"),
            StoreRows.told(5, to: "x\u{0}", "model", "a"),
        ]
        try store.write([1]) { () throws(ArchiveError) in for row in rows { try store.add(row) } }
        func ids(_ source: Int?, _ target: String?) throws -> [Int] {
            var ids: [Int] = []
            try store.told(of: source, to: target) { ids.append($0.id) }
            return ids
        }
        #expect(try ids(1, "x") == [3, 1, 4] && ids(1, "x\u{0}") == [5] && ids(2, "x") == [2])
        #expect(try Set(ids(nil, nil)) == [1, 2, 3, 4, 5])
        var found: [StoredTold] = []
        try store.told(of: 1, to: "x") { found.append($0) }
        #expect(found.last == rows[1] && found.first == rows[0])
        #expect(try store.writing { () throws(ArchiveError) in try store.nextNumber(in: .told) } == 6)
        for _ in 1...2 {
            try store.write([1]) { () throws(ArchiveError) in
                try store.deleteTold(of: 1, to: "x", subject: "collection", model: nil)
                try store.deleteTold(of: 1, to: "x", subject: "model", model: nil)
            }
            #expect(try ids(1, nil) == [1, 5, 4])
        }
        try store.write([1]) { () throws(ArchiveError) in try store.deleteTold(of: 1, model: "a") }
        #expect(try ids(nil, nil) == [2, 4])
    }

    @Test("unit changes come in their order, refused windows in theirs", arguments: StoreKind.allCases)
    func others(kind: StoreKind) throws {
        let place = try kind.place()
        defer { withExtendedLifetime(place) {} }
        let store = try place.open()
        try store.fill()
        let change = StoredUnitChange(id: 9, source: 1, time: -1, user: "\u{0}", oldUnit: "ms", newUnit: "s")
        try store.write([1]) { () throws(ArchiveError) in
            try store.add(change)
            #expect(try store.nextNumber(in: .unitChange) == 10)
            try store.changeRefused(of: 1, add: [Window(index: 9), Window(index: 7), Window(index: 1)], remove: [])
        }
        var found: [StoredUnitChange] = []
        try store.unitChanges(of: 1) { found.append($0) }
        #expect(found.map(\.id) == [1, 9] && found.last == change)
        #expect(try store.refusedWindows(of: 1).map(\.index) == [1, 7, 9])
        for _ in 1...2 {
            try store.write([1]) { () throws(ArchiveError) in
                try store.changeRefused(of: 1, add: [Window(index: 2)], remove: [Window(index: 7), Window(index: 8)])
            }
            #expect(try store.refusedWindows(of: 1).map(\.index) == [1, 2, 9])
        }
        #expect(try store.refusedWindows(of: 2).map(\.index) == [7])
    }

    @Test(
        "marks and exclusions come back as they were stored, by key, and are of no source",
        arguments: StoreKind.allCases)
    func records(kind: StoreKind) throws {
        let place = try kind.place()
        defer { withExtendedLifetime(place) {} }
        let store = try place.open()
        let marks = (1...3).map { id in
            StoredMark(
                id: id, at: -id, text: "t\u{0}", model: id == 2 ? nil : "m\u{0}", kind: "odd\u{0}", createdAt: id,
                createdBy: "\u{0}", key: "k\u{0}\(id)", checksum: 1 << 32 - id)
        }
        let exclusions = (1...3).map { id in
            StoredExclusion(
                id: id, start: -id, end: id, models: "*\u{0}", reason: "\u{e9}\u{0}", createdAt: 5, createdBy: "me",
                key: "k\u{0}\(id)", checksum: id)
        }
        try store.write(nil) { () throws(ArchiveError) in
            for mark in marks { try store.add(mark) }
            for exclusion in exclusions { try store.add(exclusion) }
            #expect(try store.nextNumber(in: .mark) == 4)
            #expect(try store.nextNumber(in: .exclusion) == 4)
            #expect(try store.recordInventory() == nil)
            try store.putRecordInventory([0, 1])
            try store.putRecordInventory([2])
        }
        #expect(try store.recordInventory() == [2] && !store.hasInventories)
        #expect(try store.mark("k\u{0}2") == marks[1] && store.mark("k") == nil)
        #expect(try store.exclusion("k\u{0}3") == 3 && store.exclusion("k") == nil)
        for id in [1, 9] {
            #expect(throws: ArchiveError.self) {
                let taken = StoredMark(
                    id: id, at: 0, text: "", model: nil, kind: "", createdAt: 0, createdBy: "",
                    key: id == 1 ? "new" : "k\u{0}2")
                try store.write(nil) { () throws(ArchiveError) in try store.add(taken) }
            }
        }
        try store.fill()
        try store.write(nil) { () throws(ArchiveError) in
            #expect(try store.removeMark(1))
            #expect(try !store.removeMark(1))
            #expect(try store.removeExclusion(3))
            try store.removeSource(1)
            try store.removeSource(2)
        }
        var (foundMarks, foundExclusions): ([StoredMark], [StoredExclusion]) = ([], [])
        try store.marks { foundMarks.append($0) }
        try store.exclusions { foundExclusions.append($0) }
        #expect(Set(foundMarks) == Set(marks[1...]) && Set(foundExclusions) == Set(exclusions[..<2]))
        #expect(try store.recordInventory() == [2])
    }
}

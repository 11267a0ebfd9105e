import Archive
import Latency
import Testing

/// What a store promises of rows with bodies.
@Suite struct BodyContract {
    @Test("hot windows come in order, of one source, within a range, until it is enough", arguments: StoreKind.allCases)
    func hot(kind: StoreKind) throws {
        let place = try kind.place()
        defer { withExtendedLifetime(place) {} }
        let store = try place.open()
        try store.fill()
        let last = Window(index: HotKey.last)
        try store.write([1]) { () throws(ArchiveError) in
            try store.putHot(
                [(Window(index: 9), [9]), (Window(index: 3), []), (last, [7]), (Window(index: 5), [5])], of: 1)
            // What is there is replaced.
            try store.putHot([(Window(index: 5), [0, 255])], of: 1)
        }
        let all = ["3: []", "5: [0, 255]", "9: [9]", "600000: [1, 1]", "\(HotKey.last): [7]"]
        #expect(try store.hotBodies(of: 1, in: 0...HotKey.last) == all)
        #expect(try store.hotBodies(of: 1, in: 0...HotKey.last, newestFirst: true) == all.reversed())
        #expect(try store.hotBodies(of: 1, in: 5...9) == Array(all[1...2]))
        #expect(try store.hotBodies(of: 1, in: 5...9, newestFirst: true, upTo: 1) == [all[2]])
        #expect(try store.hotBodies(of: 1, in: 6...8) == [])
        let windows = Window(index: 4)...Window(index: HotKey.last)
        #expect(
            try store.hotWindows(of: 1, in: windows, newestFirst: false, limit: 2) == [5, 9].map { Window(index: $0) })
        #expect(
            try store.hotWindows(of: 1, in: windows, newestFirst: true, limit: nil).map(\.index) == [
                HotKey.last, 600_000, 9, 5,
            ])
        #expect(throws: ArchiveError.windowOutOfRange(windowEnd: (HotKey.last + 1) * 300)) {
            try store.write([1]) { () throws(ArchiveError) in
                try store.putHot([(Window(index: 4), [4]), (last.advanced(by: 1), [1])], of: 1)
            }
        }
        for _ in 1...2 {
            try store.write([1]) { () throws(ArchiveError) in
                try store.deleteHot(of: 1, in: Window(index: 4)...Window(index: 9))
            }
            #expect(try store.hotBodies(of: 1, in: 0...HotKey.last) == [all[0], all[3], all[4]])
        }
        #expect(try store.hotBodies(of: 2, in: 0...HotKey.last) == ["600000: [1, 2]"])
        var places: [Place] = []
        try store.places(in: .hot) { places.append($0) }
        #expect(places.map { $0.key >> DayKey.sourceShift } == [1, 1, 1, 2])
    }

    @Test("coverages come in order, of one source, within a range, until it is enough", arguments: StoreKind.allCases)
    func coverages(kind: StoreKind) throws {
        let place = try kind.place()
        defer { withExtendedLifetime(place) {} }
        let store = try place.open()
        try store.fill()
        try store.write([1]) { () throws(ArchiveError) in
            for day in [22, 18, 25] { try store.putCoverage([UInt8(day)], of: UTCDay(index: day), 1) }
            try store.putCoverage([0], of: UTCDay(index: 25), 1)
        }
        func found(_ days: ClosedRange<Int>, newestFirst: Bool = false, upTo limit: Int = .max) throws -> [String] {
            var found: [String] = []
            let range = UTCDay(index: days.lowerBound)...UTCDay(index: days.upperBound)
            try store.coverages(of: 1, in: range, newestFirst: newestFirst) { place, bytes in
                found.append("\(DayKey.day(ofCoverage: place.key).index): \([UInt8](bytes))")
                return found.count < limit
            }
            return found
        }
        let all = ["18: [18]", "20: [2, 1]", "22: [22]", "25: [0]"]
        #expect(try found(0...Int.max) == all && found(0...100, newestFirst: true) == all.reversed())
        #expect(try found(20...24) == Array(all[1...2]) && found(20...24, newestFirst: true, upTo: 1) == [all[2]])
        #expect(try store.coveredDays(of: 1).map(\.index) == [18, 20, 22, 25])
        for _ in 1...2 {
            try store.write([1]) { () throws(ArchiveError) in
                try store.deleteCoverages(of: 1, in: UTCDay(index: 0)...UTCDay(index: 20))
            }
            #expect(try store.coveredDays(of: 1).map(\.index) == [22, 25])
        }
        #expect(try store.coveredDays(of: 2).map(\.index) == [20])
    }

    @Test("chunks come by the series that are asked for, of one day", arguments: StoreKind.allCases)
    func chunks(kind: StoreKind) throws {
        let place = try kind.place()
        defer { withExtendedLifetime(place) {} }
        let store = try place.open()
        try store.fill()
        let (next, last) = (UTCDay(index: 21), DayKey.seriesMask)
        try store.write([1]) { () throws(ArchiveError) in
            try store.add([StoredSeries(id: last, source: 1, model: "z", labels: [], checksum: 0)])
            try store.putChunks([(last, [9]), (1, [8])], of: next, 1)
            try store.putChunks([(1, [7])], of: next, 1)
        }
        #expect(try store.chunkBodies(of: 1, 20, series: 0..<3) == ["1: [3, 1]", "2: [4, 1]"])
        #expect(try store.chunkBodies(of: 1, 20, series: 1..<2, 2..<3) == ["1: [3, 1]", "2: [4, 1]"])
        #expect(try store.chunkBodies(of: 2, 20, series: 4..<5) == ["4: [4, 2]"])
        #expect(try store.chunkBodies(of: 1, 21, series: 0..<last + 1) == ["1: [7]", "\(last): [9]"])
        #expect(try store.chunkBodies(of: 1, 21, series: 2..<last) == [])
        #expect(try store.chunkBodies(of: 1, 21) == [] && store.chunkBodies(of: 1, 22, series: 0..<9) == [])
        #expect(
            try store.chunkPlaces(of: 1).map {
                "\(DayKey.day(ofChunk: $0.key).index) \(DayKey.series(ofChunk: $0.key))"
            }
                == ["20 1", "20 2", "21 1", "21 \(last)"])
        let outermost = try #require(try store.outermostChunks())
        #expect(outermost.first.index == 20 && outermost.last.index == 21)
        var keys: [Int] = []
        try store.chunks(from: try #require(DayKey.chunk(UTCDay(index: 20), series: 2)), limit: 3) { place, _ in
            keys.append(DayKey.series(ofChunk: place.key))
        }
        #expect(keys == [2, 3, 4])
    }

    @Test("chunks are deleted by series, by days, or by both", arguments: StoreKind.allCases)
    func deletedChunks(kind: StoreKind) throws {
        func left(_ series: Int?, _ days: ClosedRange<Int>?) throws -> [String] {
            let place = try kind.place()
            defer { withExtendedLifetime(place) {} }
            let store = try place.open()
            try store.fill()
            try store.write([1]) { () throws(ArchiveError) in
                for day in 21...22 { try store.putChunks([(1, [1]), (2, [2])], of: UTCDay(index: day), 1) }
                try store.deleteChunks(
                    of: 1, series: series, in: days.map { UTCDay(index: $0.lowerBound)...UTCDay(index: $0.upperBound) })
            }
            #expect(try store.chunkPlaces(of: 2).count == 2)
            return try store.chunkPlaces(of: 1).map {
                "\(DayKey.day(ofChunk: $0.key).index) \(DayKey.series(ofChunk: $0.key))"
            }
        }
        #expect(try left(1, nil) == ["20 2", "21 2", "22 2"])
        #expect(try left(1, 21...21) == ["20 1", "20 2", "21 2", "22 1", "22 2"])
        #expect(try left(1, 0...21) == ["20 2", "21 2", "22 1", "22 2"])
        #expect(try left(nil, 0...21) == ["22 1", "22 2"])
        #expect(try left(nil, nil) == [])
        let empty = try kind.place()
        #expect(try empty.open().outermostChunks() == nil)
        withExtendedLifetime(empty) {}
    }
}

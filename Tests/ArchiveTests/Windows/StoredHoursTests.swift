import Latency
import Testing

@testable import Archive
@testable import SQLiteStore

/// Hours that come from elsewhere, without their windows.
@Suite struct StoredHoursTests: OnOneSource {
    let own: OneSource
    let day = UTCDay(index: 20_378)

    init() throws { own = try OneSource() }

    /// An hour of the day, with the windows of it that were collected, from 0 to 11.
    private func hour(_ number: Int, _ collected: Range<Int>, _ models: ModelWindow...) throws -> CollectedHour {
        let first = day.window(number * 12)
        return try #require(
            CollectedHour(
                last: first.advanced(by: 11), collected: collected.map { first.advanced(by: $0) }, models: models))
    }

    private func stored() throws -> [CollectedHour] {
        var hours: [CollectedHour] = []
        _ = try archive.forEachStretch(
            of: source, in: day.windows, newestFirst: false, stepEnd: nil,
            {
                let collected = $0.collected.flatMap { Array($0.windows) }
                if let hour = CollectedHour(last: $0.last, collected: collected, models: $0.models) {
                    hours.append(hour)
                }
                return $0.resolution == .hour
            })
        return hours
    }

    private func chunks() throws -> [UInt8] { try directory.bytes("metrics.db") }

    @Test("an empty day becomes one of hours, which come back as they were, and again changes nothing")
    func emptyDay() throws {
        let hours = [
            try hour(0, 3..<12, Samples.model("a"), Samples.model("b", [0, 0, 0], .reset)), try hour(4, 0..<12),
            try hour(23, 11..<12, Samples.model("b")),
        ]
        #expect(try archive.commit(hours, of: source) == [])
        #expect(try stored() == hours)
        #expect(try archive.newestWindow(of: source).value == day.window(287))
        #expect(try Verification.findings(in: archive) == [])
        let before = try chunks()
        #expect(try archive.commit(hours, of: source) == [])
        #expect(try chunks() == before)
    }

    @Test("of the same windows the better is kept, model by model")
    func sameWindows() throws {
        let (more, fewer) = (Samples.model("a", [5, 0, 0], .reset), Samples.model("a", [4, 0, 0]))
        let (exact, spanned) = (Samples.model("b"), Samples.model("b", [1, 2, 3], .spanned))
        for (first, second) in [([more, spanned], [fewer, exact]), ([fewer, exact], [more, spanned])] {
            _ = try archive.commit([try hour(7, 0..<12, first[0], first[1])], of: source)
            _ = try archive.commit([try hour(7, 0..<12, second[0], second[1])], of: source)
            #expect(try stored() == [try hour(7, 0..<12, more, exact)])
        }
    }

    @Test("an hour takes the place of one with fewer of its windows, whichever comes first, and is not added to it")
    func moreWindows() throws {
        let part = try hour(7, 0..<6, Samples.model("a", [4, 0, 0]), Samples.model("gone"))
        let whole = try hour(7, 0..<12, Samples.model("a", [9, 0, 0]))
        let expected = try hour(7, 0..<12, Samples.model("a", [9, 0, 0]), Samples.model("gone"))
        #expect(try archive.commit([part], of: source) == [])
        #expect(try archive.commit([whole], of: source) == [])
        #expect(try stored() == [expected])
        #expect(try archive.commit([part], of: source) == [])
        #expect(try stored() == [expected])
    }

    @Test("hours without a common window are added up, once; those with some are left, and said to be")
    func otherWindows() throws {
        let (first, second) = (
            try hour(7, 0..<6, Samples.model("a")), try hour(7, 6..<12, Samples.model("a", [1, 1, 1], .reset))
        )
        #expect(try archive.commit([first], of: source) == [])
        #expect(try archive.commit([second], of: source) == [])
        let both = [try hour(7, 0..<12, Samples.model("a", [2, 3, 4], .reset))]
        #expect(try stored() == both)
        #expect(try archive.commit([second, first], of: source) == [])
        #expect(try stored() == both)

        let lower = try hour(8, 0..<6, Samples.model("a"))
        let upper = try hour(8, 3..<12, Samples.model("a", [9, 9, 9]))
        #expect(try archive.commit([lower], of: source) == [])
        #expect(try archive.commit([upper], of: source) == [upper])
        #expect(try stored() == both + [lower])
    }

    @Test("a day whose windows are kept stays: hours that it lacks windows of are left", arguments: [false, true])
    func windows(isSealed: Bool) throws {
        let windows = (84..<90).map { CollectedWindow(window: day.window($0), models: [Samples.model("a")]) }
        try archive.commit(windows, run: nil, of: source)
        if isSealed { try archive.seal(of: source, at: day.end + Archive.sealingDelay) }
        let before = try chunks()
        let hours = [
            try hour(6, 0..<12, Samples.model("a")), try hour(7, 0..<6, Samples.model("a", [9, 9, 9])),
            try hour(7, 3..<7, Samples.model("a")),
        ]
        #expect(try archive.commit(hours, of: source) == [hours[0], hours[2]])
        #expect(try archive.windows(of: source) == windows)
        #expect(try chunks() == before)
    }

    @Test("an hour is its last window's, has windows of its own and at least one")
    func refused() {
        let last = day.window(11)
        #expect(CollectedHour(last: last, collected: [], models: []) == nil)
        #expect(CollectedHour(last: day.window(10), collected: [day.window(3)], models: []) == nil)
        #expect(CollectedHour(last: last, collected: [day.window(12)], models: []) == nil)
        #expect(CollectedHour(last: last, collected: [day.window(-1)], models: []) == nil)
        #expect(CollectedHour(last: last, collected: [day.window(5), day.window(4)], models: []) == nil)
    }
}

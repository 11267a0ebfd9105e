import Latency
import TestSupport
import Testing

@testable import Archive
@testable import SQLiteStore

/// Two sealed days and a hot one, each with a few windows of two models, damaged in every way.
@Suite struct VerificationTests: OnOneSource {
    let own: OneSource
    private static let day = 20_000

    init() throws {
        own = try OneSource()
        let windows = (0..<3).flatMap { day in
            [3, 4, 17, 200].map { slot in
                CollectedWindow(
                    window: UTCDay(index: Self.day + day).window(slot),
                    models: slot == 4 ? [] : [Samples.model("a", [slot, day, 7]), Samples.model("b", [0, 1, slot])])
            }
        }
        try archive.commit(windows, run: Samples.run(finished: 5), of: source)
        try archive.seal(of: source, at: UTCDay(index: Self.day + 1).end + Archive.sealingDelay)
    }

    private func findings() throws -> [String] {
        try Verification.findings(in: Archive(readingAt: directory.archive))
    }

    private func blob(_ table: Place.Table, _ key: Int) throws -> [UInt8] {
        try #require(try archive.body(at: Place(table: table, key: key)))
    }

    private func replace(_ table: Place.Table, _ key: Int, _ bytes: [UInt8]) throws {
        try archive.write(bytes, at: Place(table: table, key: key))
    }

    /// Every byte of a blob with one of its bits flipped, and the original back at the end.
    private func withEveryByteFlipped(_ table: Place.Table, _ key: Int, _ body: () throws -> Void) throws {
        let whole = try blob(table, key)
        var random = SplitMix64(seed: 5)
        for place in whole.indices {
            var damaged = whole
            damaged[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            try replace(table, key, damaged)
            try body()
        }
        try replace(table, key, whole)
        #expect(try findings().isEmpty)
    }

    @Test("a sound archive has no findings")
    func sound() throws {
        #expect(try archive.database.integer("SELECT count(*) FROM chunk") == 4)
        #expect(try archive.database.integer("SELECT count(*) FROM hot") == 4)
        #expect(try findings() == [])
    }

    @Test("a flipped bit anywhere in a sealed day is found, named, and left out of answers; all else stays readable")
    func chunks() throws {
        let whole = try archive.windows(of: source)
        let series = try #require(archive.catalogue.series(of: source.id)?.first { $0.value == "b" }?.key)
        let key = try #require(DayKey.chunk(UTCDay(index: Self.day), series: series))
        // Without that model in the first day's windows.
        let rest = whole.enumerated().map { index, window in
            CollectedWindow(window: window.window, models: window.models.filter { index >= 4 || $0.model != "b" })
        }
        try withEveryByteFlipped(.chunk, key) {
            let found = try findings()
            #expect(found.count == 1)
            #expect(found.first?.hasPrefix("2024-10-04 (UTC) of model \"b\" of http_request_duration_seconds") == true)
            let reader = try Archive(readingAt: directory.archive)
            #expect(try reader.windows(of: source) == rest)
            #expect(try reader.damages(of: source).map(\.message) == found)
        }
    }

    @Test("a flipped bit anywhere in what says which windows were collected is found")
    func coverages() throws {
        let key = try #require(DayKey.coverage(UTCDay(index: Self.day + 1), source: source.id))
        try withEveryByteFlipped(.coverage, key) {
            let found = try findings()
            #expect(found.count == 1)
            #expect(found.first?.hasPrefix("2024-10-05 (UTC) of all models") == true)
        }
    }

    @Test("a flipped bit anywhere in a hot window is found, and leaves that window without models")
    func hotWindows() throws {
        let whole = try archive.windows(of: source)
        let window = UTCDay(index: Self.day + 2).window(3)
        let key = try #require(HotKey.key(source: source.id, window: window))
        let rest = whole.map { $0.window == window ? CollectedWindow(window: window) : $0 }
        try withEveryByteFlipped(.hot, key) {
            let found = try findings()
            #expect(found.count == 1)
            #expect(found.first?.hasPrefix("the window of 2024-10-06T00:20:00Z") == true)
            let reader = try Archive(readingAt: directory.archive)
            #expect(try reader.windows(of: source) == rest)
            #expect(try reader.damages(of: source).map(\.message) == found)
        }
    }

    @Test("totals that are not those of their windows are found under a right checksum, and named")
    func wrongTotals() throws {
        let day = UTCDay(index: Self.day)
        let series = try #require(archive.catalogue.series(of: source.id)?.first { $0.value == "b" }).key
        let key = try #require(DayKey.chunk(day, series: series))
        let stored = try blob(.chunk, key)
        for (totals, windows, reason) in Self.wrongTotals {
            try replace(.chunk, key, try CraftedChunk.bytes(totals: totals, windows))
            let found = try findings()
            #expect(found.count == 1)
            #expect(found.first?.hasPrefix("2024-10-04 (UTC) of model \"b\" of http_request_duration_seconds") == true)
            #expect(found.first?.hasSuffix(reason) == true)
        }
        try replace(.chunk, key, stored)
        #expect(try findings() == [])
    }

    @Test("totals of a day that are not those of its hours are found under a right checksum, and named")
    func wrongTotalsOfDay() throws {
        let series = try #require(archive.catalogue.series(of: source.id)?.first { $0.value == "b" }).key
        let key = try #require(DayKey.chunk(UTCDay(index: Self.day), series: series))
        func model(_ requests: Int) -> ModelWindow {
            let histogram = Samples.histogram([0.1, 0.5], [requests, 0, 0], sum: nil)
            return ModelWindow(model: "b", quality: .exact, histogram: histogram)
        }
        for (requests, reasons) in [(5, []), (6, ["its totals are not those of its hours"])] {
            // Two windows with requests, the first with two of the hour's five.
            let bytes = try CraftedChunk.bytes(totals: model(5), ofDay: model(requests)) {
                for _ in 0..<2 { _ = $0.bit(true) }
                _ = $0.rice(Residual.fold(2, 3), 1)
            }
            try replace(.chunk, key, bytes)
            let found = try findings()
            #expect(found.count == reasons.count)
            for (found, reason) in zip(found, reasons) { #expect(found.hasSuffix(reason)) }
        }
    }

    /// Totals of an hour in whose windows 3 and 4 there was data, and what follows them in the stream: the last window is
    /// what remains of the hour, so that only these can be wrong.
    private static var wrongTotals: [(ModelWindow, (inout NumberWriter) -> Void, String)] {
        [
            // No window has requests, though the hour has.
            (Samples.model("b", [5, 0, 0]), { for _ in 0..<2 { _ = $0.bit(false) } }, "impossible contents"),
            // The first window has nine requests of the hour's five.
            (
                Samples.model("b", [5, 0, 0]),
                {
                    for _ in 0..<2 { _ = $0.bit(true) }
                    _ = $0.rice(Residual.fold(9, 3), 1)
                }, "impossible contents"
            ),
            // The windows have no latencies, though the hour has.
            (
                ModelWindow(model: "b", quality: .exact, histogram: Samples.histogram([0.1, 0.5], [0, 0, 0], sum: 5)),
                { for _ in 0..<2 { _ = $0.bit(false) } }, "impossible contents"
            ),
            // The windows' latencies can't be added up.
            (
                ModelWindow(
                    model: "b", quality: .exact, histogram: Samples.histogram([0.1, 0.5], [0, 0, 0], sum: .min)),
                {
                    for sum in [Int.max, 1] {
                        _ = $0.bit(true)
                        _ = $0.whole(Residual.foldSum(sum, 0))
                    }
                }, "its hours are not the sums of its windows"
            ),
        ]
    }

    @Test("rows that don't fit each other are found")
    func misfits() throws {
        let series = try #require(archive.catalogue.series(of: source.id)?.keys.min())
        let (first, second) = (UTCDay(index: Self.day), UTCDay(index: Self.day + 1))
        let (chunk, key) = (
            try #require(DayKey.chunk(first, series: series)), try #require(DayKey.coverage(first, source: source.id))
        )
        let (stored, coverage) = (try blob(.chunk, chunk), try blob(.coverage, key))
        let run = try archive.database.integer("SELECT MAX(id) FROM run")
        for (sql, finding) in [
            ("DELETE FROM sealed_day WHERE key = \(key)", "nothing says which of its windows were collected"),
            ("UPDATE chunk SET key = \(DayKey.chunk(first, series: 99)!) WHERE key = \(chunk)", "series 99"),
            ("INSERT INTO hot VALUES(\(HotKey.key(source: 1, window: second.window(9))!), x'01')", "is sealed already"),
            ("INSERT INTO hot VALUES(7 << 40, x'')", "rows of hot belong to source 7"),
            ("INSERT INTO sealed_day VALUES(7 << 40, x'')", "rows of coverage belong to source 7"),
            ("INSERT INTO series(source_id, model) VALUES(5, 'x')", "of series belongs to no source"),
            ("UPDATE run SET outcome = 'odd'", "run \(run) is unreadable"),
            ("UPDATE source SET unit = 'h'", "has an unknown unit"),
            ("UPDATE layout SET bounds = x'0102'", "bucket layout 1 is unreadable"),
        ] {
            try archive.database.execute("PRAGMA foreign_keys = OFF; SAVEPOINT before")
            try archive.database.execute(sql)
            try archive.database.execute("RELEASE before")
            #expect(try findings().contains { $0.contains(finding) }, "\(sql)")
            try undo(archive, chunk: (chunk, stored), coverage: (key, coverage))
            #expect(try findings() == [], "\(sql)")
        }
        // The same bits in another place: a coverage that lacks what its day has.
        var bare = Coverage()
        for series in 1...2 { bare.insert(series: series) }
        try replace(.coverage, key, bare.encoded)
        #expect(try findings().allSatisfy { $0.contains("it has windows that were never collected") })
        #expect(try findings().count == 2)
    }

    private func undo(_ archive: Archive, chunk: (Int, [UInt8]), coverage: (Int, [UInt8])) throws {
        try archive.database.execute(
            """
            DELETE FROM hot WHERE key >> 40 = 7 OR body = x'01'; DELETE FROM sealed_day WHERE key >> 40 = 7;
            DELETE FROM series WHERE source_id = 5; UPDATE run SET outcome = 'success'; UPDATE source SET unit = 's';
            DELETE FROM chunk WHERE key & \(DayKey.seriesMask) = 99
            """)
        // 0.1 and 0.5, the lowest byte first.
        try archive.database.execute(
            "UPDATE layout SET bounds = x'9a9999999999b93f000000000000e03f' WHERE id = 1")
        try replace(.chunk, chunk.0, chunk.1)
        try replace(.coverage, coverage.0, coverage.1)
    }

    @Test("a file that was cut off is found out")
    func truncated() throws {
        let whole = try directory.bytes("metrics.db")
        try directory.write(Array(whole.dropLast(16_384)), to: "metrics.db")
        let error = archiveError {
            let found = try findings()
            #expect(!found.isEmpty)
        }
        if let error { #expect(error.message.contains("is damaged")) }
    }
}

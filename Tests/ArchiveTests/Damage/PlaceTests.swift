import Latency
import Testing

@testable import Archive
@testable import SQLiteStore

/// Rows, names and whole pages in the place of others: sound by themselves, wrong where they are.
@Suite struct PlaceTests: OnOneSource {
    let own: OneSource
    private static let day = 20_000
    private static let days = 40

    /// Many sealed days and three hot ones, of two models, so that each table has pages of its own.
    init() throws {
        own = try OneSource()
        for day in Self.day..<Self.day + Self.days {
            let windows = UTCDay(index: day).windows.windows.map {
                CollectedWindow(
                    window: $0,
                    models: [
                        Samples.model("a", [$0.index % 97, day % 13, 7]), Samples.model("b", [$0.index % 89, 1, 0]),
                    ])
            }
            try archive.commit(windows, run: nil, of: source)
        }
        try archive.seal(
            of: source, at: UTCDay(index: Self.day + Self.days - 4).end + Archive.sealingDelay, maximumDays: 99)
        try #require(try archive.database.integer("SELECT count(*) FROM hot") == 3 * 288)
    }

    /// What can be read, and what was said to be missing.
    private func read() throws -> (windows: [CollectedWindow], told: [String]) {
        let read = try Archive(readingAt: directory.archive).readWindows(of: source)
        return (read.value, read.damages.all.map(\.message))
    }

    @Test("a place's mark is that of its documented bytes")
    func mark() {
        // zlib.crc32(b"\x02" + (3).to_bytes(8, "little")) in Python.
        #expect(Place(table: .chunk, key: 3).mark == 0x4670_3bcb)
    }

    @Test(
        "a body under another key, and what rows refer to, is told and left out when a single bit of it is wrong",
        arguments: [
            "UPDATE chunk SET key = key + (1 << 30) WHERE key = (SELECT max(key) FROM chunk)",
            "UPDATE hot SET key = key + 100000 WHERE key = (SELECT max(key) FROM hot)",
            "UPDATE sealed_day SET key = key + 1000 WHERE key = (SELECT max(key) FROM sealed_day)",
            "UPDATE layout SET bounds = CAST(x'9b9999999999b93f000000000000e03f' AS BLOB)",
            "UPDATE series SET model = 'c' WHERE model = 'a'",
            "DELETE FROM series WHERE model = 'a'",
            "DELETE FROM chunk WHERE key = (SELECT max(key) FROM chunk)",
            "DELETE FROM hot", "DELETE FROM hot WHERE key = (SELECT min(key) FROM hot)",
            "DELETE FROM sealed_day", "DELETE FROM sealed_day WHERE key = (SELECT max(key) FROM sealed_day)",
            "DELETE FROM layout", "DELETE FROM series", "DELETE FROM inventory",
            "UPDATE inventory SET body = (SELECT body FROM sealed_day)",
            "INSERT INTO hot SELECT key - 288, body FROM hot WHERE key = (SELECT min(key) FROM hot)",
        ])
    func moved(sql: String) throws {
        let sound = try read()
        #expect(sound.told.isEmpty)
        try archive.database.execute("PRAGMA foreign_keys = OFF")
        try archive.database.execute(sql)
        let damaged = try read()
        #expect(!damaged.told.isEmpty)
        // Whatever is answered is as it was.
        let known = Dictionary(uniqueKeysWithValues: sound.windows.map { ($0.window, $0.models) })
        for window in damaged.windows {
            #expect(window.models.allSatisfy { known[window.window]?.contains($0) ?? false })
        }
        #expect(try !Verification.findings(in: Archive(readingAt: directory.archive)).isEmpty)
    }

    @Test("an archive whose sources are gone says so instead of having none")
    func noSources() throws {
        try archive.database.execute("PRAGMA foreign_keys = OFF; DELETE FROM source")
        #expect(
            archiveError { _ = try archive.sources() }
                == .damaged(path: directory.archive, reason: "its sources are gone"))
    }

    @Test("a source's metric or unit that is not the stored one's is damage")
    func sources() throws {
        try archive.database.execute("UPDATE source SET unit = 'ms'")
        #expect(
            archiveError { _ = try archive.sources() }
                == .damaged(path: directory.archive, reason: "source 1 has a wrong checksum"))
    }

    @Test("any two pages swapped, and any page in another's place, give an error, a warning or the same answer")
    func pages() throws {
        let sound = try read()
        let whole = try directory.bytes("metrics.db")
        let size = 16_384
        let count = whole.count / size
        try #require(count > 8)
        var told = 0
        for first in 1..<count {
            for (second, isSwapped) in [(first % (count - 1) + 1, true), (count - first, false), (first / 2 + 1, true)]
            where second != first {
                var damaged = whole
                damaged.replaceSubrange(
                    first * size..<(first + 1) * size, with: whole[second * size..<(second + 1) * size])
                if isSwapped {
                    damaged.replaceSubrange(
                        second * size..<(second + 1) * size, with: whole[first * size..<(first + 1) * size])
                }
                try directory.write(damaged, to: "metrics.db")
                guard let found = try? read() else {
                    told += 1
                    continue
                }
                let isSame = found.windows == sound.windows
                #expect(isSame || !found.told.isEmpty, "pages \(first) and \(second)")
                told += found.told.isEmpty ? 0 : 1
            }
        }
        #expect(told > count)
    }
}

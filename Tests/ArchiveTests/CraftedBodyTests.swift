import Glibc
import Latency
import TestSupport
import Testing

@testable import Archive
@testable import SQLiteStore

/// Bodies with a right checksum and contents that no writer makes. `scripts/fuzz-archive` makes up more of them.
@Suite struct CraftedBodyTests: OnOneSource {
    let own: OneSource
    private static let day = UTCDay(index: 20_000)
    private static let cases = getenv("CRAFTED_BODIES").flatMap { Int(String(cString: $0)) } ?? 15

    /// A day of hours alone, a sealed one and a hot one.
    init() throws {
        own = try OneSource()
        for day in 0...2 {
            let windows = UTCDay(index: Self.day.index + day).windows.windows.map { window in
                CollectedWindow(
                    window: window,
                    models: [
                        Samples.model("a", [window.index % 97, 3, 7], day == 1 ? .spanned : .exact),
                        ModelWindow(
                            model: "b", quality: .exact,
                            histogram: Samples.histogram([0.1, 0.5, 2], [0, 1, window.index % 5, 9], sum: 123_456)),
                    ])
            }
            try archive.commit(
                day == 2 ? Array(windows.prefix(30)) : windows, run: Samples.run(finished: windows[287].window.end),
                of: source)
        }
        try archive.seal(of: source, at: Self.day.end + 86_400 + Archive.sealingDelay)
        try archive.downsampleToHours(of: source, before: Self.day.end)
    }

    /// One to four changes of kinds that readers of numbers fear.
    private func mutated(_ body: [UInt8], _ random: inout SplitMix64) -> [UInt8] {
        var bytes = body
        for _ in 0..<Int.random(in: 1...4, using: &random) {
            let place = Int.random(in: 0...bytes.count, using: &random)
            let end = min(bytes.count, place + Int.random(in: 1...9, using: &random))
            switch Int.random(in: 0..<6, using: &random) {
            case 0 where place < bytes.count: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            case 1 where place < bytes.count:
                bytes[place] = [0, 1, 0x7f, 0x80, 0xff].randomElement(using: &random) ?? 0
            case 2: bytes.removeSubrange(place..<end)
            case 3: bytes.insert(contentsOf: bytes[place..<end], at: place)
            case 4:
                var number = ByteWriter()
                let most = [1 << 20, 1 << 31, 1 << 40, 1 << 53, 1 << 62, Int.max]
                number.number((most.randomElement(using: &random) ?? 0) - Int.random(in: 0...1, using: &random))
                bytes.replaceSubrange(place..<end, with: number.bytes)
            default: bytes.insert(contentsOf: [UInt8](repeating: 0xff, count: end - place), at: place)
            }
        }
        return bytes
    }

    private func row(of table: Place.Table, _ random: inout SplitMix64) throws -> Int {
        let count = try archive.database.integer("SELECT count(*) FROM \(table.inFile)")
        let place = Int.random(in: 0..<count, using: &random)
        return try archive.database.integer("SELECT key FROM \(table.inFile) ORDER BY key LIMIT 1 OFFSET \(place)")
    }

    /// What can't be read may be an error; what would end the process ends the tests.
    private func useEverything(of path: String) {
        for newestFirst in [false, true] {
            for step in [1, 7, 288, 5000] {
                _ = try? Archive(readingAt: path).forEachStretch(
                    of: source, in: Window(index: 1)...Window(index: HotKey.last), newestFirst: newestFirst,
                    selection: SeriesSelection(models: step == 7 ? ["b"] : nil),
                    stepEnd: { Window(index: ($0.index + step - 1) / step * step) }, { _ in true })
            }
        }
        let all = Window(index: 1)...Window(index: 10_000_000)
        _ = try? Archive(readingAt: path).collectedWindows(of: source, in: all).value
        _ = try? Archive(readingAt: path).oldestWindow(of: source).value
        _ = try? Archive(readingAt: path).newestWindow(of: source).value
        _ = try? Archive(readingAt: path).storedDays(of: source).value
        _ = try? Archive(readingAt: path).lastRun(of: source, at: .max).value
        for damage in (try? Archive(readingAt: path).damages(of: source)) ?? [] {
            #expect(!damage.warning.isEmpty && !damage.message.isEmpty)
        }
        _ = try? Verification.findings(in: Archive(readingAt: path))
        let later = Self.day.end + 10 * 86_400
        let added = [0, 1, 2].flatMap { day in
            (100..<103).map {
                CollectedWindow(
                    window: UTCDay(index: Self.day.index + day).window($0),
                    models: [Samples.model("a", [.max / 2, 1, 1])])
            }
        }
        _ = try? Archive(creatingAt: path).commit(added, run: Samples.run(finished: later), of: source)
        _ = try? Archive(creatingAt: path).commit(added, run: nil, of: source, replaces: true)
        try? Archive(creatingAt: path).seal(of: source, at: later)
        _ = try? Archive(creatingAt: path).setUnit(
            of: source, UnitChange(time: 1, user: "me", from: .seconds, to: .nanoseconds))
        _ = try? Archive(creatingAt: path).downsampleToHours(of: source, before: later)
        _ = try? Archive(creatingAt: path).forget("a", of: source)
        _ = try? Archive(creatingAt: path).prune(source, before: Self.day.end)
    }

    @Test(
        "whatever a body says, nothing ends the process and nobody waits", .timeLimit(.minutes(10)),
        arguments: [Place.Table.hot, .chunk, .coverage, .inventory])
    func bodies(table: Place.Table) throws {
        var random = SplitMix64(seed: UInt64(table.rawValue))
        let whole = try directory.bytes("metrics.db")
        for _ in 0..<Self.cases {
            try directory.write(whole, to: "copy.db")
            let place = Place(table: table, key: try row(of: table, &random))
            let body = try #require(try archive.body(at: place)).dropLast(ByteWriter.checksumLength)
            // The version's byte is looked at first.
            var writer = ByteWriter([body[0]] + mutated(Array(body.dropFirst()), &random))
            writer.checksum()
            try replace(place, with: writer.bytes)
            useEverything(of: directory.file("copy.db"))
        }
    }

    private func replace(_ place: Place, with body: [UInt8]) throws {
        let copy = try Database(path: directory.file("copy.db"), creating: true, busyMilliseconds: 0)
        try copy.run("UPDATE \(place.table.inFile) SET body = ?2 WHERE key = ?1", place.key, place.marked(body))
    }

    @Test("whatever bounds a layout has, nothing ends the process", .timeLimit(.minutes(10)))
    func layouts() throws {
        var random = SplitMix64(seed: 9)
        let whole = try directory.bytes("metrics.db")
        for _ in 0..<Self.cases {
            try directory.write(whole, to: "copy.db")
            let copy = try Database(path: directory.file("copy.db"), creating: true, busyMilliseconds: 0)
            let count = Int.random(in: 0...5, using: &random)
            let bounds = (0..<count).map { _ in
                [0, -1, .leastNonzeroMagnitude, 0.25, 1, 1e300, .greatestFiniteMagnitude, .infinity, .nan]
                    .randomElement(using: &random)
                    ?? 0
            }
            let bytes = bounds.sorted().flatMap { bound in
                (0..<8).map { UInt8(truncatingIfNeeded: bound.bitPattern >> (UInt64($0) * 8)) }
            }
            let id = Int.random(in: 1...2, using: &random)
            let checksum = bytes.withUnsafeBytes { CatalogueChecksum.layout(id, bounds: $0) }
            try copy.run("UPDATE layout SET bounds = ?2, checksum = ?3 WHERE id = ?1", id, bytes, checksum)
            useEverything(of: directory.file("copy.db"))
        }
    }
}

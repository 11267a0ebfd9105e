import Latency
import Testing

@testable import Archive
@testable import SQLiteStore

@Suite struct CommitTests: OnOneSource {
    let own: OneSource

    init() throws { own = try OneSource() }

    private func stored() throws -> [CollectedWindow] { try Archive(readingAt: directory.archive).windows(of: source) }

    @Test("more requests replace fewer in any quality, and of as many the better quality wins")
    func quality() throws {
        try archive.commit([Samples.window(1, Samples.model("m", [1, 1, 1], .spanned))], run: nil, of: source)
        try archive.commit([Samples.window(1, Samples.model("m", [1, 1, 1], .reset))], run: nil, of: source)
        #expect(try stored() == [Samples.window(1, Samples.model("m", [1, 1, 1], .spanned))])
        try archive.commit([Samples.window(1, Samples.model("m", [1, 2, 1], .reset))], run: nil, of: source)
        #expect(try stored() == [Samples.window(1, Samples.model("m", [1, 2, 1], .reset))])
        try archive.commit([Samples.window(1, Samples.model("m", [0, 1, 0], .exact))], run: nil, of: source)
        #expect(try stored() == [Samples.window(1, Samples.model("m", [1, 2, 1], .reset))])
        try archive.commit([Samples.window(1, Samples.model("m", [1, 2, 1], .exact))], run: nil, of: source)
        #expect(try stored() == [Samples.window(1, Samples.model("m", [1, 2, 1], .exact))])
    }

    @Test("collecting again with less loses nothing")
    func less() throws {
        let full = Samples.window(1, Samples.model("a"), Samples.model("b", [5, 5, 5]))
        try archive.commit([full], run: nil, of: source)
        try archive.commit([Samples.window(1)], run: nil, of: source)
        try archive.commit([Samples.window(1, Samples.model("b", [5, 5, 4]))], run: nil, of: source)
        #expect(try stored() == [full])
        try archive.commit([Samples.window(1, Samples.model("b", [5, 5, 6]))], run: nil, of: source)
        #expect(try stored() == [Samples.window(1, Samples.model("a"), Samples.model("b", [5, 5, 6]))])
    }

    @Test("committing the same again writes nothing")
    func same() throws {
        let window = Samples.window(1, Samples.model("a"), Samples.model("b", [5, 5, 5]))
        try archive.commit([window], run: nil, of: source)
        let before = try directory.bytes("metrics.db")
        let reader = try Archive(readingAt: directory.archive)
        let version = try reader.store.changes
        try archive.commit([window], run: nil, of: source)
        #expect(try reader.store.changes == version)
        #expect(try directory.bytes("metrics.db") == before)
    }

    @Test("a failure at the last step leaves nothing of a commit, and the next one succeeds")
    func rollback() throws {
        try archive.commit([Samples.window(1, Samples.model("a"))], run: nil, of: source)
        // The run is stored after all windows, models and layouts.
        try archive.database.execute(
            "CREATE TRIGGER refuse BEFORE INSERT ON run BEGIN SELECT RAISE(ABORT, 'refused'); END")
        let new = ModelWindow(model: "new", quality: .exact, histogram: Samples.histogram([7], [1, 2]))
        let windows = [Samples.window(1, Samples.model("a", [9, 9, 9])), Samples.window(2, new)]
        let error = archiveError { try archive.commit(windows, run: Samples.run(finished: 600), of: source) }
        #expect(error == .failed(path: directory.archive, reason: "refused"))
        #expect(try stored() == [Samples.window(1, Samples.model("a"))])
        #expect(try Archive(readingAt: directory.archive).models(of: source).value == ["a"])
        #expect(try archive.lastRun(of: source, at: 1000).value == nil)

        // The ids that were rolled back must not be remembered: another process gives them to another model and layout.
        try archive.database.execute("DROP TRIGGER refuse")
        let third = ModelWindow(model: "third", quality: .exact, histogram: Samples.histogram([3], [1, 2]))
        try Archive(creatingAt: directory.archive).commit([Samples.window(2, third)], run: nil, of: source)
        #expect(try archive.windows(of: source, in: 2...2) == [Samples.window(2, third)])
        try archive.commit(windows, run: Samples.run(finished: 600), of: source)
        #expect(try stored() == [Samples.window(1, Samples.model("a", [9, 9, 9])), Samples.window(2, new, third)])
        #expect(try archive.lastRun(of: source, at: 1000).value == Samples.run(finished: 600))
    }

    @Test("a window without a key is refused and takes its whole commit with it", arguments: [-1, 1 << 40])
    func outOfRange(index: Int) throws {
        let error = archiveError {
            try archive.commit([Samples.window(1), Samples.window(index)], run: nil, of: source)
        }
        #expect(error == .windowOutOfRange(windowEnd: index * 300))
        #expect(try stored().isEmpty)
    }

    @Test("a damaged window is left out and named, and is replaced when it is collected again")
    func damaged() throws {
        let windows = [Samples.window(5_860_000, Samples.model("a")), Samples.window(5_860_001, Samples.model("a"))]
        try archive.commit(windows, run: nil, of: source)
        try archive.database.execute(
            "UPDATE hot SET body = CAST(substr(body, 1, 4) || x'ff' || substr(body, 6) AS BLOB) WHERE key & 0xffffffff = 5860001"
        )
        #expect(try archive.windows(of: source, in: 5_860_000...5_860_000) == [windows[0]])
        #expect(try archive.damages(of: source, in: 5_860_000...5_860_000).isEmpty)
        #expect(try archive.windows(of: source) == [windows[0], Samples.window(5_860_001)])
        let damages = try archive.damages(of: source)
        #expect(
            damages.map(\.message) == [
                "the window of 2025-09-16T05:25:00Z of http_request_duration_seconds of source \"default\" "
                    + "in \(directory.archive) is damaged: wrong checksum"
            ])
        #expect(damages.first?.hint == "restore it from a backup")
        #expect(try archive.collectedWindows(of: source, in: windows[0].window...windows[1].window).value.count == 2)

        try archive.commit([windows[1]], run: nil, of: source)
        #expect(try stored() == windows)
    }
}

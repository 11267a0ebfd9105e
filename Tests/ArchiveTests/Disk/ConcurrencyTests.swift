import Dispatch
import Latency
import Synchronization
import Testing

@testable import Archive
@testable import SQLiteStore

@Suite struct ConcurrencyTests {
    let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    @Test("several writers that create one file at the same moment lose nothing of each other")
    func writers() throws {
        let path = directory.archive
        let failures = Mutex<[String]>([])
        // Each has its own model in every window, so all must be merged.
        DispatchQueue.concurrentPerform(iterations: 6) { writer in
            do {
                let archive = try Archive(creatingAt: path)
                let source = try archive.source(Samples.description)
                for index in 0..<15 {
                    let window = Samples.window(index, Samples.model("model \(writer)", [writer, index, 1]))
                    try archive.commit([window], run: Samples.run(finished: index), of: source)
                }
            } catch {
                failures.withLock { $0.append("\(error)") }
            }
        }
        #expect(failures.withLock { $0 } == [])
        let reader = try Archive(readingAt: path)
        let sources = try reader.sources()
        #expect(sources.map(\.description) == [Samples.description])
        let source = try #require(sources.first)
        let expected = (0..<15).map { index in
            CollectedWindow(
                window: Window(index: index),
                models: (0..<6).map { Samples.model("model \($0)", [$0, index, 1]) })
        }
        #expect(try reader.windows(of: source) == expected)
        #expect(try reader.database.integer("SELECT count(*) FROM run") == 90)
    }

    @Test("a file that stays locked is an error that says for how long it was waited")
    func busy() throws {
        let holder = try Archive(creatingAt: directory.archive)
        let source = try holder.source(Samples.description)
        let archive = try Archive(creatingAt: directory.archive, busyMilliseconds: 30)
        try holder.database.execute("BEGIN EXCLUSIVE")
        for error in [
            archiveError { try archive.commit([Samples.window(1)], run: nil, of: source) },
            archiveError { _ = try archive.windows(of: source) },
            archiveError { _ = try Archive(readingAt: directory.archive, busyMilliseconds: 30) },
        ] {
            #expect(error?.message == "\(directory.archive) has been locked by another process for 0.03 s")
            #expect(
                error?.hint
                    == "look for a stopped process or an open sqlite3 shell: fuser \(directory.archive)")
        }
        try holder.database.execute("ROLLBACK")
        try archive.commit([Samples.window(1)], run: nil, of: source)
        #expect(try archive.windows(of: source) == [Samples.window(1)])
    }
}

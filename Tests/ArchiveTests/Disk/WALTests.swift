import Latency
import Testing

@testable import Archive
@testable import SQLiteStore

/// Archives that another program, as Litestream or a database browser, has put into WAL mode.
@Suite struct WALTests: OnOneSource {
    let own: OneSource

    init() throws { own = try OneSource() }

    @Test("collecting goes on while another program holds the archive open in WAL mode, and ends that mode afterwards")
    func collecting() throws {
        try archive.commit([Samples.window(1, Samples.model("a"))], run: nil, of: source)
        do {
            let other = try Database(path: directory.archive, creating: true, busyMilliseconds: 0)
            try other.execute("PRAGMA journal_mode = WAL; BEGIN")
            #expect(try other.integer("SELECT count(*) FROM hot") == 1)
            let collector = try Archive(creatingAt: directory.archive, busyMilliseconds: 0)
            #expect(try collector.isInWALMode)
            try collector.commit([Samples.window(2, Samples.model("a"))], run: nil, of: source)
            #expect(try Archive(readingAt: directory.archive).windows(of: source).count == 2)
            #expect(try other.integer("SELECT count(*) FROM hot") == 1)
        }
        let collector = try Archive(creatingAt: directory.archive)
        #expect(try !collector.isInWALMode)
        #expect(try collector.windows(of: source).count == 2)
    }
}

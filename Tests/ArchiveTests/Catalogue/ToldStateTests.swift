import Latency
import Testing

@testable import Archive
@testable import SQLiteStore

/// What was told is kept by target.
@Suite struct ToldStateTests {
    let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    @Test("what version 4 kept of notices is handed over to the targets there are, once, and nothing of it is lost")
    func migration() throws {
        let database = try Database(path: directory.archive, creating: true, busyMilliseconds: 0)
        try Schema.migrate(database, migrations: Array(Schema.migrations.prefix(4)))
        try database.execute(
            """
            INSERT INTO source VALUES(1, 'default', 'm', 'http://x', '', 'model', 's');
            INSERT INTO notice VALUES(1, NULL, 'critical', 100), (1, 'a', 'warning', 200), (1, '', 'critical', 300);
            """)
        let archive = try Archive(creatingAt: directory.archive)
        let source = try #require(try archive.sources().first)
        let all = [
            ToldState(.collection, .critical, since: 100), ToldState(.model(""), .critical, since: 300),
            ToldState(.model("a"), .warning, since: 200),
        ]
        #expect(try archive.notifiedStates(of: source, to: "x").value.isEmpty)
        try archive.handOverToldStates(of: source, to: ["x", "y", "x"])
        #expect(try archive.notifiedStates(of: source, to: "x").value == all)
        #expect(try archive.notifiedStates(of: source, to: "y").value == all)
        try archive.handOverToldStates(of: source, to: ["z"])
        #expect(try archive.notifiedStates(of: source, to: "z").value.isEmpty)
    }
}

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

    @Test("targets don't share what they were told, and good is forgotten")
    func targets() throws {
        let archive = try Archive(creatingAt: directory.archive)
        let source = try archive.source(
            SourceDescription(
                name: "s", metric: "m", url: "http://x", selector: "", modelLabel: "model", unit: .seconds))
        let told = ToldState(.measure, .warning, since: 1)
        try archive.remember([told], of: source, to: "x")
        #expect(try archive.notifiedStates(of: source, to: "x").value == [told])
        #expect(try archive.notifiedStates(of: source, to: "y").value.isEmpty)
        try archive.remember([ToldState(.measure, .good, since: 2)], of: source, to: "y")
        #expect(try archive.notifiedStates(of: source, to: "x").value == [told])
        try archive.remember([ToldState(.measure, .good, since: 2)], of: source, to: "x")
        #expect(try archive.notifiedStates(of: source, to: "x").value.isEmpty)
    }

    @Test("a severity that nobody is ever told is damage where it stands as told")
    func neverTold() throws {
        let archive = try Archive(creatingAt: directory.archive)
        let source = try archive.source(
            SourceDescription(
                name: "s", metric: "m", url: "http://x", selector: "", modelLabel: "model", unit: .seconds))
        try archive.remember([ToldState(.measure, .cannotTell, since: 1)], of: source, to: "x")
        let read = try archive.notifiedStates(of: source, to: "x")
        #expect(read.value.isEmpty && !read.damages.isEmpty)
    }
}

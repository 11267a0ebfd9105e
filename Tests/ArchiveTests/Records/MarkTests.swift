import Latency
import Testing

@testable import Archive
@testable import SQLiteStore

@Suite struct MarkTests {
    let directory: TemporaryDirectory
    let archive: Archive

    init() throws {
        directory = try TemporaryDirectory()
        archive = try Archive(creatingAt: directory.archive)
    }

    private func mark(_ at: Int, _ text: String = "deploy\u{0} 한", model: Name? = nil, kind: Mark.Kind = .manual)
        -> Mark
    {
        Mark(at: at, text: text, model: model, kind: kind, createdAt: at + 5, createdBy: "me")
    }

    private func exclusion(_ from: Int, models: String = "*") -> RecordedExclusion {
        RecordedExclusion(
            Exclusion(from: from, to: from + 60, models: ShellPattern(models), reason: "driver\u{0}"), createdAt: 7,
            createdBy: "me")
    }

    private var findings: [String] { get throws { try Verification.findings(in: archive) } }

    @Test("marks come by time as they were added, in an archive without sources, too")
    func marks() throws {
        #expect(try archive.marks().value.isEmpty && archive.marks().damages.isEmpty)
        let given = [
            mark(30), mark(10, model: ""), mark(20, "", model: "a", kind: .newModel), mark(10, kind: .processStart),
        ]
        for (index, mark) in given.enumerated() {
            #expect(try archive.add(mark) == Numbered(id: index + 1, mark))
        }
        let read = try Archive(readingAt: directory.archive).marks()
        #expect(read.value.map(\.id) == [2, 4, 3, 1])
        #expect(read.value.map(\.record) == [given[1], given[3], given[2], given[0]])
        #expect(read.value.first?.at == 10 && read.damages.isEmpty)
        #expect(try archive.sources().isEmpty && findings == [])
    }

    @Test("who adds with the same key again gets the mark that was added first, and a number never comes back")
    func keys() throws {
        let first = try archive.add(mark(1), key: "k\u{0}")
        #expect(try archive.add(mark(2, "other"), key: "k\u{0}") == first)
        #expect(try archive.add(mark(2), key: "k").id == 2)
        #expect(try archive.add(mark(2)).id == 3 && archive.add(mark(2)).id == 4)
        #expect(try archive.removeMark(4) && !archive.removeMark(4) && !archive.removeMark(99))
        #expect(try archive.removeMark(3))
        #expect(try archive.add(mark(2)).id == 5)
        #expect(try archive.marks().value.map(\.id) == [1, 2, 5])
        #expect(try archive.marks().damages.isEmpty && findings == [])
    }

    @Test("exclusions come by their beginning as they were added")
    func exclusions() throws {
        for (index, from) in [300, 100, 200, 100].enumerated() {
            #expect(try archive.add(exclusion(from, models: "m\(index)*")).id == index + 1)
        }
        #expect(try archive.removeExclusion(3) && !archive.removeExclusion(3))
        #expect(try archive.add(exclusion(50)).id == 5)
        #expect(try archive.removeExclusion(5))
        #expect(try archive.add(exclusion(50)).id == 6)
        let read = try Archive(readingAt: directory.archive).exclusions()
        #expect(read.value.map(\.id) == [6, 2, 4, 1] && read.damages.isEmpty)
        #expect(read.value.map(\.record)[1] == exclusion(100, models: "m1*"))
        #expect(try archive.marks().value.isEmpty && findings == [])
    }

    @Test("marks and exclusions that were changed or are gone are told and left out")
    func damaged() throws {
        for time in 1...3 {
            _ = try archive.add(mark(time))
            _ = try archive.add(exclusion(time))
        }
        try archive.database.execute(
            """
            UPDATE mark SET at = 9 WHERE id = 1; DELETE FROM mark WHERE id = 2;
            UPDATE exclusion SET ends = ends + 1 WHERE id = 3; DELETE FROM exclusion WHERE id = 1
            """)
        let (marks, exclusions) = (try archive.marks(), try archive.exclusions())
        #expect(marks.value.map(\.id) == [3] && exclusions.value.map(\.id) == [2])
        #expect(marks.damages.all.map(\.reasonOfDamage) == ["mark 1 is unreadable", "mark 2 is gone"])
        #expect(exclusions.damages.all.map(\.reasonOfDamage) == ["exclusion 3 is unreadable", "exclusion 1 is gone"])
        #expect(try findings.count == 4)
        // What is removed is missed no more.
        #expect(try archive.removeMark(1) && !archive.removeMark(2))
        #expect(try archive.marks().damages.isEmpty)
    }

    @Test(
        "without what says which there should be that is told",
        arguments: ["DELETE FROM inventory", "UPDATE inventory SET body = x'00'"])
    func withoutInventory(change: String) throws {
        _ = try archive.add(mark(1))
        try archive.database.execute(change)
        #expect(
            try archive.marks().damages.all.map(\.reasonOfDamage)
                == ["nothing says which marks and exclusions there should be"])
        #expect(try archive.marks().value.count == 1)
        #expect(try !findings.isEmpty && archive.sources().isEmpty)
        #expect(try archive.add(mark(2)).id == 2)
    }

    @Test("a source that is forgotten leaves marks and exclusions as they are")
    func forgottenSource() throws {
        let source = try archive.source(Samples.description)
        _ = try archive.add(mark(1))
        _ = try archive.add(exclusion(1))
        try archive.forget(source)
        #expect(try archive.marks().value.count == 1 && archive.exclusions().value.count == 1 && findings == [])
    }
}

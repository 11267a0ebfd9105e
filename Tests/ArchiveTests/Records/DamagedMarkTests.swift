import Latency
import Testing

@testable import Archive
@testable import SQLiteStore

@Suite struct DamagedMarkTests {
    let directory: TemporaryDirectory
    let archive: Archive

    init() throws {
        directory = try TemporaryDirectory()
        archive = try Archive(creatingAt: directory.archive)
    }

    private func mark(_ at: Int) -> Mark {
        Mark(at: at, text: "deploy\u{0} 한", model: nil, kind: .manual, createdAt: at + 5, createdBy: "me")
    }

    private func exclusion(_ from: Int) -> RecordedExclusion {
        RecordedExclusion(
            Exclusion(from: from, to: from + 60, models: .all, reason: "driver\u{0}"), createdAt: 7, createdBy: "me")
    }

    private var findings: [String] { get throws { try Verification.findings(in: archive) } }

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
}

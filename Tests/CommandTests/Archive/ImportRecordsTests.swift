import Archive
import Foundation
import Latency
import SQLiteStore
import TestSupport
import Testing

/// What `archive import` takes over of an archive beside its counts.
@Suite struct ImportRecordsTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private static let exclusion = RecordedExclusion(
        Exclusion(from: 1000, to: 2000, models: ShellPattern("llama*"), reason: "load test"), createdAt: 3000,
        createdBy: "ann")

    private static func mark(_ text: String, by user: String = "ann") -> Mark {
        Mark(at: 5000, text: text, model: "a", kind: .manual, createdAt: 6000, createdBy: user)
    }

    private static let found = KeyedMark(
        Mark(at: 7000, text: "first seen", model: "a", kind: .newModel, createdAt: 7100, createdBy: "collect"),
        of: "eu", occasion: "")

    private static func announcement(_ title: String) -> RecordedAnnouncement {
        RecordedAnnouncement(
            Announcement(title: title, severity: .major, start: 8000), createdAt: 8100, createdBy: "ann")
    }

    /// An archive with two of each, of which an update belongs to the second announcement.
    private func fill(_ archive: Archive) throws {
        _ = try archive.add(Self.exclusion)
        _ = try archive.add(
            RecordedExclusion(
                Exclusion(from: 1000, to: 2000, models: ShellPattern("*"), reason: "load test"), createdAt: 3000,
                createdBy: "ann"))
        _ = try archive.add(Self.mark("v1"))
        _ = try archive.add(Self.mark("v2"))
        try archive.addMissing([Self.found])
        _ = try archive.add(Self.announcement("slow"))
        let down = try archive.add(Self.announcement("down"))
        let update = AnnouncementUpdate(of: down.id, at: 9000, text: "up again", severity: .minor, end: 9000)
        #expect(try archive.add(update, createdAt: 9100, createdBy: "ann"))
    }

    @Test("exclusions, marks and announcements come along, but for those that are there already, and once")
    func records() throws {
        let (from, into) = (folder.path("a.db"), folder.path("b.db"))
        let other = try Archive(creatingAt: from)
        try fill(other)
        let target = try Archive(creatingAt: into)
        _ = try target.add(Self.exclusion)
        _ = try target.add(Self.mark("v2", by: "bob"))
        // So that announcements and marks have other numbers than there.
        for number in 1...5 { _ = try target.add(Self.mark("own \(number)")) }

        for _ in 1...2 {
            expectSilence(try Program.metricsctl().run(["archive", "import", from, "--db", into]))
            let merged = try Archive(updatingAt: into)
            #expect(
                try merged.exclusions().value.map(\.record.exclusion.models.text).sorted() == ["*", "llama*"])
            #expect(
                try merged.marks().value.map(\.record.text).sorted()
                    == ["first seen", "own 1", "own 2", "own 3", "own 4", "own 5", "v1", "v2"])
            #expect(try merged.marks().value.first(where: { $0.record.text == "v2" })?.record.createdBy == "bob")
            #expect(try merged.announcements().value.map(\.record) == other.announcements().value.map(\.record))
            #expect(try merged.announcements().value.last?.record.announcement.updates.map(\.text) == ["up again"])
            // Whoever finds the model again does not add it twice.
            try merged.addMissing([Self.found])
            #expect(try merged.marks().value.count == 8)
        }
    }
}

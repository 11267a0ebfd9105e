import Latency
import Testing

@testable import Archive

/// What an archive promises of announcements, in whatever store.
@Suite struct AnnouncementContract {
    private func announcement(_ start: Int, _ title: String = "t", end: Int? = nil, models: String? = nil)
        -> RecordedAnnouncement
    {
        RecordedAnnouncement(
            Announcement(
                title: title, text: "a\n\nb: \u{202E}", severity: .major, start: start, end: end,
                models: models.map { ShellPattern($0) }), createdAt: 9, createdBy: "me")
    }

    @Test("they come as they were added, by their beginning, and are no marks", arguments: StoreKind.allCases)
    func announcements(kind: StoreKind) throws {
        let place = try kind.place()
        let archive = Archive(store: try place.open())
        let given = [announcement(20, end: 30), announcement(10, "", models: "L*")]
        for one in given { _ = try archive.add(one) }
        let read = try Archive(store: place.open()).announcements()
        #expect(
            read.value.map(\.id) == [2, 1] && read.value.map(\.record) == [given[1], given[0]] && read.damages.isEmpty)
        #expect(try archive.marks().value.isEmpty && !archive.removeMark(1))
        #expect(try Verification.findings(in: archive) == [])
    }

    @Test("updates change it by their time, and go with it", arguments: StoreKind.allCases)
    func updates(kind: StoreKind) throws {
        let place = try kind.place()
        defer { withExtendedLifetime(place) {} }
        let archive = Archive(store: try place.open())
        let id = try archive.add(announcement(20)).id
        for (at, text, severity, end) in [(40, "over", nil, 40), (30, "b\nc", .minor, nil)]
            as [(Int, String, Announcement.Severity?, Int?)]
        {
            #expect(
                try archive.add(
                    AnnouncementUpdate(of: id, at: at, text: text, severity: severity, end: end), createdAt: 1,
                    createdBy: "me"))
        }
        let found = try #require(try archive.announcements().value.first?.record.announcement)
        #expect(found.severity == .minor && found.end == 40 && found.updates.map(\.text) == ["b\nc", "over"])
        #expect(found.isActive(at: 20) && found.isActive(at: 39) && !found.isActive(at: 40) && !found.isActive(at: 19))
        let stray = AnnouncementUpdate(of: 99, at: 1, text: "x", severity: nil, end: nil)
        #expect(try !archive.add(stray, createdAt: 1, createdBy: "me"))
        let mark = try archive.add(
            Mark(at: 1, text: "m", model: nil, kind: .manual, createdAt: 1, createdBy: "me"))
        #expect(try !archive.removeAnnouncement(mark.id) && !archive.removeAnnouncement(2))
        #expect(try archive.removeAnnouncement(id) && !archive.removeAnnouncement(id))
        #expect(try archive.announcements().value.isEmpty && archive.marks().value.map(\.id) == [mark.id])
        #expect(try Verification.findings(in: archive) == [])
    }
}

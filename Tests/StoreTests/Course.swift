import Archive
import Latency
import Testing

/// Something that is done to an archive, and what it answers.
struct Course: CustomTestStringConvertible, Sendable {
    let name: String
    let work: @Sendable (_ archive: Archive, _ source: Source) throws -> String

    var testDescription: String { name }

    private init(_ name: String, _ work: @escaping @Sendable (Archive, Source) throws -> String) {
        (self.name, self.work) = (name, work)
    }

    private typealias S = StoreSamples

    private static let day = S.day
    private static let next = UTCDay(index: day.index + 1)

    /// What the archive has before: a sealed day, a hot one, two sources, and a word told to nobody knows whom.
    static func begin(_ archive: Archive) throws {
        for name: Name in ["eu", "us"] {
            let source = try archive.source(S.description(name))
            for day in [day, next] {
                let windows = try [3, 4, 150].map { slot in
                    S.window(slot, try S.model("a", [slot, 2, 3]), try S.model("b", [0, 1, slot]), of: day)
                }
                try archive.commit(windows, run: S.run(day.end), of: source)
            }
            try archive.seal(of: source, at: day.end + Archive.sealingDelay)
            try archive.remember([ToldState(.collection, .critical, since: 7)], of: source, to: "")
        }
    }

    static let all: [Course] = [
        Course("a source is new") { archive, _ in
            "\(try archive.source(S.description("new")).id)"
        },
        Course("a source has moved") { archive, _ in
            let source = try archive.source(S.description("eu", url: "http://elsewhere:9090"))
            try archive.note(SourceTold(unitOrigin: .name, disagreement: "d"), of: source)
            return "\(source)"
        },
        Course("windows are stored with their run") { archive, source in
            let windows = [
                S.window(3, try S.model("a", [9, 2, 3]), try S.model("c", [1, 2], bounds: [7]), of: next),
                S.window(4, try S.model("a", [1, 0, 0]), of: next),
                S.window(5, try S.model("b", [1, 0, 0], .spanned), of: next),
            ]
            let damages = try archive.commit(
                windows, run: S.run(next.end, windows: 3), of: source, refused: [next.window(5): ["d"]],
                doubted: [next.window(4): ["b"], day.window(4): ["a"]])
            return "\(damages)"
        },
        Course("late windows go into a sealed day") { archive, source in
            let windows = [
                S.window(3, try S.model("a", [9, 2, 3]), try S.model("c", [1, 2], bounds: [7])),
                S.window(9, try S.model("b", [5, 0, 0])),
            ]
            return "\(try archive.commit(windows, run: nil, of: source))"
        },
        Course("windows are asked for again and replaced") { archive, source in
            let windows = [
                S.window(3, try S.model("a", [1, 0, 0])), S.window(4, try S.model("c", [1, 0, 0]), of: next),
            ]
            return "\(try archive.commit(windows, run: nil, of: source, replaces: true))"
        },
        Course("a day is sealed") { archive, source in
            try archive.seal(of: source, at: next.end + Archive.sealingDelay)
            return ""
        },
        Course("hours alone are kept") { archive, source in
            "\(try archive.downsampleToHours(of: source, before: day.end))"
        },
        Course("hours come from elsewhere") { archive, source in
            let earlier = UTCDay(index: day.index - 1)
            let hours = try [(earlier, 11), (earlier, 23), (day, 11)].compactMap { day, last in
                let collected = (last - 4...last).map { day.window($0) }
                return CollectedHour(
                    last: day.window(last), collected: collected, models: [try S.model("a", [5, 6, 7])])
            }
            return "\(try archive.commit(hours, of: source)), \(try archive.commit(hours, of: source))"
        },
        Course("runs fail") { archive, source in
            try archive.record(S.run(next.end + 300, .failure(.timeout), windows: 0), of: source)
            try archive.record(S.run(next.end + 300 + 400 * 86_400, .failure(.timeout), windows: 0), of: source)
            return "\(try archive.failuresInARow(of: source))"
        },
        Course("targets are told") { archive, source in
            let states = [ToldState(.model("a"), .warning, since: 5), ToldState(.measure, .good, since: 6)]
            try archive.remember(states, of: source, to: "x")
            try archive.handOverToldStates(of: source, to: ["x", "y"])
            try archive.remember([ToldState(.model("a"), .good, since: 8)], of: source, to: "x")
            return ""
        },
        Course("notices are held, and told later") { archive, source in
            let rule = NoticeSubject.rule("queue \u{0}", model: "a")
            let notices = [
                HeldNotice(rule, worst: .critical, state: .good, since: 5, latest: 9, changes: 3),
                HeldNotice(.collection, worst: .warning, state: .warning, since: 6, latest: 6, changes: 1),
            ]
            try archive.remember(told: [], holding: notices, released: [], of: source, to: "x")
            let told = [ToldState(rule, .warning, since: 9)]
            try archive.remember(told: told, holding: [], released: [.collection], of: source, to: "x")
            let (held, known) = (
                try archive.heldNotices(of: source, to: "x"), try archive.notifiedStates(of: source, to: "x")
            )
            return "\(held.value == [notices[0]]), \(known.value.contains(told[0]))"
        },
        Course("a unit is put right") { archive, source in
            let change = UnitChange(time: 1, user: "me", from: .seconds, to: .milliseconds)
            return "\(try archive.setUnit(of: source, change))"
        },
        Course("marks and exclusions come and go") { archive, _ in
            let marks = try [5, 4, 6].map { at in
                try archive.add(
                    Mark(at: at, text: "t", model: "a", kind: .manual, createdAt: 1, createdBy: "me"),
                    key: at == 6 ? "k" : nil)
            }
            let exclusion = Exclusion(from: 1, to: 2, models: ShellPattern("*"), reason: "r")
            let exclusions = try [8, 9].map {
                try archive.add(RecordedExclusion(exclusion, createdAt: $0, createdBy: "me"))
            }
            return "\(marks), \(exclusions), \(try archive.removeMark(2)), \(try archive.removeMark(2)), "
                + "\(try archive.removeExclusion(1)), \(try archive.marks()), \(try archive.exclusions())"
        },
        Course("announcements come, are updated and go") { archive, _ in
            let announced = try [20, 10].map { start in
                let announcement = Announcement(
                    title: "t", text: "a\nb\u{0}", severity: .major, start: start, end: nil,
                    models: start == 10 ? ShellPattern("a*") : nil)
                return try archive.add(RecordedAnnouncement(announcement, createdAt: 1, createdBy: "me"))
            }
            let updated = try announced.map {
                try archive.add(
                    AnnouncementUpdate(of: $0.id, at: 30, text: "over", severity: .minor, end: 30), createdAt: 2,
                    createdBy: "me")
            }
            return "\(announced), \(updated), \(try archive.removeAnnouncement(announced[0].id)), "
                + "\(try archive.removeAnnouncement(announced[0].id)), \(try archive.announcements())"
        },
        Course("days are pruned") { archive, source in
            try archive.prune(source, before: day.end)
            return ""
        },
        Course("a model is forgotten") { archive, source in
            "\(try archive.forget("a", of: source)), \(try archive.forget("nobody", of: source))"
        },
        Course("a source is forgotten") { archive, source in
            try archive.forget(source)
            return "\(try archive.source(S.description("new")).id)"
        },
        Course("all is read") { archive, source in
            let windows = day.windows.lowerBound...next.windows.upperBound
            return "\(try archive.oldestWindow(of: source)), \(try archive.newestWindow(of: source)), "
                + "\(try archive.collectedWindows(of: source, in: windows)), \(try archive.storedDays(of: source)), "
                + "\(try archive.lastRun(of: source, at: .max)), \(try archive.hasCollected(source)), "
                + "version \(try archive.size().version), "
                + "\(try archive.snapshot(within: .seconds(9)) { try contents(of: archive) })"
        },
        Course("a source is collected for a day") { archive, _ in
            let source = try archive.source(S.description("asia"))
            var damages = Damages()
            for slot in [0, 1, 100] {
                let window = S.window(slot, try S.model("a", [slot, 1, 1]), of: next)
                damages.add(try archive.commit([window], run: S.run(window.window.end), of: source))
            }
            try archive.record(S.run(next.end, .failure(.unreachable), windows: 0), of: source)
            try archive.seal(of: source, at: next.end + Archive.sealingDelay)
            damages.add(try archive.downsampleToHours(of: source, before: next.end))
            try archive.releaseFreePages()
            return "\(damages), \(source)"
        },
    ]
}

import Archive
import Latency
import Statistics
import Support
import Testing

@testable import Questions
@testable import SQLiteStore

@Suite("Since when a model is slower")
struct ChangesQuestionTests {
    /// Twenty-one days; the model is slower by half from noon of the twelfth on.
    private func archive() throws -> TestArchive {
        let test = try TestArchive()
        let source = try test.source()
        let bounds = (0..<60).map { number in (0..<number).reduce(0.05) { bound, _ in bound * 1.05 } }
        let shapes = try (0..<40).map { peak in
            var counts = [Int](repeating: 0, count: bounds.count + 1)
            for offset in -3...3 { counts[peak + 10 + offset] = 4 - abs(offset) }
            return try TestArchive.model("gpt-4", counts, bounds: bounds)
        }
        let windows = (1...21 * 288).map { number in
            let (day, isLater) = ((number - 1) / 288, number > 11 * 288 + 144)
            return CollectedWindow(
                window: Window(endedAt: TestArchive.time(number * 5)),
                models: [shapes[20 + day * 5 % 3 + (isLater ? 8 : 0)]])
        }
        try test.archive.commit(windows, run: nil, of: source)
        return test
    }

    @Test("is told with the days between which it lies, and how much slower it is")
    func step() throws {
        let test = try archive()
        for (day, model) in [(3, nil), (11, nil), (12, Name("other"))] {
            let time = TestArchive.time(day * 1440 + 700)
            _ = try test.archive.add(
                Mark(at: time, text: "v2", model: model, kind: .manual, createdAt: time, createdBy: "alice"))
        }
        let answer = try test.ask(ChangesQuestion.self, at: 21 * 1440)
        #expect(answer.entries.first?.mark?.id == 2)
        #expect(answer.entries.count == 1 && answer.emptyReason == nil && answer.damages.isEmpty)
        let change = try #require(answer.entries.first)
        let noon = TestArchive.time(11 * 1440 + 720)
        #expect(change.key == "gpt-4" && abs(change.at - noon) <= 43_200)
        #expect(change.earliest <= noon && noon <= change.latest)
        #expect(change.latest - change.earliest <= 3 * 86_400)
        // Eight buckets of five percent each.
        let interval = try #require(change.change)
        #expect((0.4...0.55).contains(interval.estimate) && interval.low <= 0.4775 && 0.4775 <= interval.high)
        let (before, after) = (try #require(change.before.p50), try #require(change.after.p50))
        #expect(after.milliseconds / before.milliseconds > 1.4)
        #expect(change.requests == 21 * 288 * 16)
        // Before the change there is none, nor is there in a stretch without.
        let week: [String: [Name]] = ["from": ["2025-10-17"], "to": ["2025-10-27"]]
        #expect(try test.ask(ChangesQuestion.self, QueryParameters(week), at: 21 * 1440).entries.isEmpty)
    }

    @Test("is doubted while an exclusion is lost, and so is that there is none")
    func lostExclusion() throws {
        let test = try archive()
        let exclusion = Exclusion(
            from: TestArchive.time(0), to: TestArchive.time(60), models: .all, reason: "x")
        _ = try test.archive.add(RecordedExclusion(exclusion, createdAt: TestArchive.time(0), createdBy: "alice"))
        let before = try test.ask(ChangesQuestion.self, at: 21 * 1440)
        #expect(!before.lacksExclusions && before.entries.map(\.isDoubted) == [false])
        try test.archive.database.execute("DELETE FROM exclusion")
        let after = try test.ask(ChangesQuestion.self, at: 21 * 1440)
        #expect(after.entries.map(\.isDoubted) == [true] && after.emptyReason == nil && after.lacksExclusions)
        let week = QueryParameters(["from": ["2025-10-17"], "to": ["2025-10-27"]])
        #expect(try test.ask(ChangesQuestion.self, week, at: 21 * 1440).emptyReason == .damaged)
    }

    @Test("can't be found in fewer than six whole days with requests")
    func young() throws {
        let test = try archive()
        func reason(_ days: Int) throws -> EmptyReason? {
            let from = QueryParameters(["from": ["2025-10-17"]])
            return try test.ask(ChangesQuestion.self, from, at: days * 1440 + 60).emptyReason
        }
        #expect(try reason(0) == .tooFewDays(needed: 6))
        #expect(try reason(5) == .tooFewDays(needed: 6))
        #expect(try reason(6) == .noChange)
        // Six days, of which one has requests.
        let idle = try TestArchive()
        let source = try idle.source()
        let windows = try (1...7 * 288).map { number in
            let model = try TestArchive.model("a", number <= 288 ? [1, 1, 1, 1] : [0, 0, 0, 0])
            return CollectedWindow(window: Window(endedAt: TestArchive.time(number * 5)), models: [model])
        }
        try idle.archive.commit(windows, run: nil, of: source)
        let answer = try idle.ask(ChangesQuestion.self, at: 7 * 1440 + 60)
        #expect(answer.emptyReason == .tooFewDays(needed: 6))
    }

    @Test("is not told where nothing was collected")
    func empty() throws {
        let test = try TestArchive()
        _ = try test.source()
        #expect(try test.ask(ChangesQuestion.self, at: 60).emptyReason == .neverCollected)
        let context = QuestionContext(now: 0, zone: .utc)
        #expect(try ChangesQuestion(QueryParameters(), in: context).answer(from: nil).emptyReason == .neverCollected)
    }

    @Test("goes by whole days of the clock, also where one has 23 hours")
    func days() {
        // An hour further east from noon of the second day on.
        let change = 86_400 + 43_200
        let zone = Zone { $0 < change ? 0 : 3600 }
        let days = DayRanges(from: 10, to: 5 * 86_400, zone: zone).days
        #expect(days == [86_400...169_200, 169_200...255_600, 255_600...342_000, 342_000...428_400])
        #expect(DayRanges(from: 0, to: 86_399, zone: .utc).days.isEmpty)
        #expect(DayRanges(from: 0, to: 86_400, zone: .utc).days == [0...86_400])
    }
}

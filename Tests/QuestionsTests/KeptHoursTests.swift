import Archive
import Latency
import Testing

@testable import Questions

/// What is answered of days of which only the hours are kept.
@Suite struct KeptHoursTests {
    let test: TestArchive
    let source: Source

    /// Two days with one request in each window, the first of which then has hours alone.
    init() throws {
        test = try TestArchive()
        source = try test.source()
        for minutes in stride(from: 5, through: 2880, by: 5) {
            try test.collect(minutes, TestArchive.model("a", [1, 0, 0, 0]), of: source)
        }
        try test.archive.seal(of: source, at: TestArchive.time(5000))
        try test.archive.downsampleToHours(of: source, before: TestArchive.time(1440))
    }

    private func points(_ hours: String, _ step: String, at minutes: Int) throws -> [HistoryAnswer.Point] {
        let answer = try test.history(QueryParameters(hours: hours, step: step), at: minutes)
        #expect(answer.missing.isEmpty)
        return answer.models.first?.points ?? []
    }

    @Test("a step below an hour has a point at each hour's end, which says that it is an hour")
    func shortSteps() throws {
        let points = try points("3", "15m", at: 1500)
        // Hours up to midnight, from 22:00 on, and then quarters of an hour.
        #expect(points.map(\.time) == [1380, 1440, 1455, 1470, 1485, 1500].map(TestArchive.time))
        #expect(points.map(\.requests) == [12, 12, 3, 3, 3, 3])
        #expect(points.map(\.windows) == [12, 12, 3, 3, 3, 3])
        #expect(points.map(\.resolution) == [.hour, .hour, .window, .window, .window, .window])
    }

    @Test("steps of hours have all that they had")
    func longSteps() throws {
        let points = try points("48", "6h", at: 2880)
        #expect(points.map(\.requests) == [Int](repeating: 72, count: 8))
        #expect(points.map(\.resolution) == [.hour, .hour, .hour, .hour, .window, .window, .window, .window])
    }

    @Test("the newest entry is the newest hour, and nothing is missing")
    func latest() throws {
        let entry = try #require(try test.latest(at: 1290).entries.first)
        #expect(entry.collectedAt == TestArchive.time(1260))
        #expect(entry.requests == 12 && entry.resolution == .hour)
        #expect(try test.health(at: 1440).overall.missingWindows == 0)
    }
}

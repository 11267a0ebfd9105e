import Latency
import Testing

@testable import Archive
@testable import SQLiteStore

@Suite struct StoredDaysTests: OnOneSource {
    let own: OneSource

    init() throws { own = try OneSource() }

    @Test("the days that hold anything are found by themselves, hot and sealed, however far apart they lie")
    func days() throws {
        // 1970, 2025 and the last of 9999.
        let days = [UTCDay(index: 0), UTCDay(index: 20_378), UTCDay(index: 2_932_896)]
        #expect(try archive.storedDays(of: source).value.isEmpty)
        for day in days {
            try archive.commit(
                [0, 7, 287].map { CollectedWindow(window: day.window($0)) }, run: nil, of: source)
        }
        #expect(try archive.storedDays(of: source).value == days)
        try archive.seal(of: source, at: days[1].end + Archive.sealingDelay)
        #expect(try archive.database.integer("SELECT count(*) FROM sealed_day") == 2)
        #expect(try archive.storedDays(of: source).value == days)
    }
}

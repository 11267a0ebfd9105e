import Support
import Testing

@Suite struct TimeOfDayTests {
    @Test(arguments: ["", "7:00", "07:0", "24:00", "07:60", "07.00", "07:00 ", "-1:00", "07:00:00"])
    func `Only hours and minutes of a day are times of day`(text: String) { #expect(TimeOfDay(text) == nil) }

    @Test func `Quiet hours go over midnight, and their end is not quiet any more`() throws {
        let quiet = try #require(DailyHours("22:00-07:00"))
        // 2025-10-17T00:00:00+09:00 is 15:00 UTC on the day before.
        let midnight = 1_760_626_800
        let clocks = [(21, 59, false), (22, 0, true), (23, 59, true), (0, 0, true), (6, 59, true), (7, 0, false)]
        for (hour, minute, expected) in clocks {
            #expect(quiet.contains(midnight + hour * 3600 + minute * 60, in: .seoul) == expected, "\(hour):\(minute)")
        }
        let day = try #require(DailyHours("09:00-17:00"))
        #expect(day.contains(midnight + 9 * 3600, in: .seoul) && !day.contains(midnight + 17 * 3600, in: .seoul))
        #expect(DailyHours("22:00") == nil && DailyHours("22:00-7") == nil)
    }

    @Test func `Quiet hours follow the clocks where they change`() throws {
        let quiet = try #require(DailyHours("22:00-07:00"))
        // Clocks in New York go forward on 2025-03-09 at 07:00 UTC and back on 2025-11-02 at 06:00 UTC: 07:00 there is 11:00 UTC
        // after the first, 12:00 UTC after the second.
        let (spring, autumn) = (1_741_478_400 + 86_400 * 0, 1_762_041_600)
        #expect(
            quiet.contains(spring + 11 * 3600 - 60, in: .newYork) && !quiet.contains(spring + 11 * 3600, in: .newYork))
        #expect(
            quiet.contains(autumn + 12 * 3600 - 60, in: .newYork) && !quiet.contains(autumn + 12 * 3600, in: .newYork))
    }

    @Test func `A time that the clocks skip is the instant of the change, one that they show twice the first`() throws {
        let (skipped, twice) = (try #require(TimeOfDay("02:30")), try #require(TimeOfDay("01:30")))
        #expect(skipped.last(before: 1_741_503_600 + 3600, in: .newYork) == 1_741_503_600)
        // 05:30 and 06:30 UTC both show 01:30.
        let first = 1_762_063_200 - 1800
        #expect(twice.last(before: first, in: .newYork) == first)
        #expect(twice.last(before: first + 7200, in: .newYork) == first)
        #expect(twice.last(before: first - 1, in: .newYork) == first - 86_400)
    }
}

import NIOCore
import Testing

@testable import Server

@Suite("The pace of those who take an answer")
struct SendingPaceTests {
    private let start = NIODeadline.uptimeNanoseconds(1_000_000_000_000)

    /// When a client is too slow for 100 MB of which it takes so many bytes each two seconds; nil within an hour.
    private func cutOff(taking bytes: Int) -> Int? {
        var pace = SendingPace(now: start)
        pace.queued(100_000_000)
        return stride(from: 2, through: 3600, by: 2).first { seconds in
            pace.isTooSlow(unsent: 100_000_000 - seconds / 2 * bytes, now: start + .seconds(Int64(seconds)))
        }
    }

    @Test("is too slow after 30 seconds where nothing is taken")
    func nothing() { #expect(cutOff(taking: 0) == 30) }

    @Test("is too slow after two minutes where less than a megabyte is taken in them", arguments: [1, 1000, 17_000])
    func little(bytes: Int) { #expect(cutOff(taking: bytes) == 120) }

    @Test("is fast enough at 9 kilobytes a second", arguments: [18_000, 200_000])
    func enough(bytes: Int) { #expect(cutOff(taking: bytes).map { $0 * bytes / 2 >= 32_000_000 } ?? true) }

    @Test("counts what is handed on in pieces")
    func pieces() {
        var pace = SendingPace(now: start)
        for step in 1...200 {
            pace.queued(65_536)
            let isTooSlow = pace.isTooSlow(unsent: 65_536, now: start + .seconds(Int64(step) * 5))
            #expect(!isTooSlow)
        }
        let isTooSlow = pace.isTooSlow(unsent: 65_536, now: start + .seconds(1100))
        #expect(isTooSlow)
    }
}

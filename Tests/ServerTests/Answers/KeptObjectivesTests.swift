import Archive
import Latency
import Questions
import Testing

@testable import Server

@Suite("Kept objectives")
struct KeptObjectivesTests {
    private func stamp(_ version: UInt64, _ file: UInt64 = 1, newest: Int = 300) -> ArchiveStamp {
        let state = WatchedFile.State(identity: ArchiveIdentity(file, 0), version: Archive.Version(version, 0))
        return ArchiveStamp(file: state, newest: Window(endedAt: newest))
    }

    @Test("are judged once for what an archive has, and a window")
    func once() throws {
        let (kept, empty) = (
            KeptObjectives(),
            try SloQuestion(QueryParameters(["below": "1s", "target": "99%"]), in: QuestionContext(now: 0, zone: .utc))
                .answer(from: nil)
        )
        var judged = 0
        func ask(_ stamp: ArchiveStamp?) throws {
            _ = try kept.answer(at: stamp) {
                judged += 1
                return empty
            }
        }
        for _ in 0..<3 { try ask(stamp(1)) }
        #expect(judged == 1)
        for other in [stamp(2), stamp(2, newest: 600), stamp(2, 2, newest: 600)] {
            for _ in 0..<2 { try ask(other) }
        }
        #expect(judged == 4)
        for _ in 0..<2 { try ask(nil) }
        #expect(judged == 6)
        #expect(throws: RequestError.noFrom) { try kept.answer(at: stamp(3)) { throw RequestError.noFrom } }
        try ask(stamp(3))
        #expect(judged == 7)
    }
}

import Latency
import TestSupport
import Testing

@testable import Questions

@Suite struct StatusReportTests {
    /// A day and a half of three models that have no traffic at times, of one that had none for hours, and of one that is
    /// gone; the first day sealed, or not.
    private func archive(seed: UInt64, isSealed: Bool) throws -> TestArchive {
        var random = SplitMix64(seed: seed)
        let test = try TestArchive()
        let source = try test.source()
        let idleFrom = Int.random(in: 0..<2160, using: &random)
        for minutes in stride(from: 5, through: 2160, by: 5) where Int.random(in: 0..<20, using: &random) > 0 {
            var models: [ModelWindow] = []
            for name: Name in ["a", "b", "c"] where Int.random(in: 0..<8, using: &random) > 0 {
                let counts = (0..<4).map { _ in max(0, Int.random(in: -20...9, using: &random)) }
                models.append(try TestArchive.model(name, counts))
            }
            models.append(try TestArchive.model("idle", [minutes < idleFrom ? 7 : 0, 0, 0, 0]))
            if minutes < 300 { models.append(try TestArchive.model("gone", [1, 0, 0, 0])) }
            try test.archive.commit(
                [CollectedWindow(window: Window(endedAt: TestArchive.time(minutes)), models: models)], run: nil,
                of: source)
        }
        if isSealed { try test.archive.seal(of: source, at: TestArchive.time(1440 + 2 * 1440)) }
        return test
    }

    @Test(
        "the newest windows, looked for where the history has traffic, are those of a search through all",
        arguments: 0..<12)
    func newest(seed: Int) throws {
        let test = try archive(seed: UInt64(seed), isSealed: seed.isMultiple(of: 2))
        var random = SplitMix64(seed: UInt64(seed) + 1000)
        for _ in 0..<6 {
            let minutes = Int.random(in: 5...2300, using: &random)
            let answer = try StatusQuestion(QueryParameters(), in: context(minutes)).answer(from: test.archive)
            #expect(answer.rows.compactMap(\.status.entry) == (try latest(test, minutes)))
            #expect(Set(answer.rows.map(\.status.model) + answer.gone) == ["a", "b", "c", "gone", "idle"])
        }
    }

    private func latest(_ test: TestArchive, _ minutes: Int) throws -> [LatestAnswer.Entry] {
        try AllQuestion(QueryParameters(), in: context(minutes)).answer(from: test.archive).entries
    }

    private func context(_ minutes: Int) -> QuestionContext {
        QuestionContext(now: TestArchive.time(minutes) + 130, zone: .utc)
    }
}

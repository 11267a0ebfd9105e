import Support
import Testing

@testable import Questions
@testable import Rendering

@Suite("A row of bars") struct PublicBarRowTests {
    private typealias Outcome = PublicAnswer.Bar.Outcome

    private func text(_ outcomes: [Outcome], running: Bool, language: PublicLanguage = .english) throws -> String {
        let bars = outcomes.enumerated().map { index, outcome in
            PublicAnswer.Bar(
                start: index * 3600, end: (index + 1) * 3600, outcome: outcome, share: nil,
                isRunning: running && index == outcomes.count - 1)
        }
        let site = PublicSite(models: [], settings: .init(zone: .utc), languages: [language])
        let view = PublicView(
            site: site, path: try #require(site.paths.first), language: language,
            answer: PublicAnswer(now: outcomes.count * 3600 - 60, models: []))
        return PublicBarRow(bars: bars, view: view, label: "x").markup.text
    }

    @Test("counts what is over, and says of what goes on how it is so far")
    func running() throws {
        #expect(try text([.met, .notMet, .met], running: true).contains("<span>Met in 1 of 2 · met, so far</span>"))
        let missed = try text([.met, .met, .notMet], running: true)
        #expect(missed.contains("<span>Met in 2 of 2 · not met, so far</span>"))
        #expect(try text([.met, .met], running: false).contains("<span>Met in 2 of 2</span>"))
        #expect(try text([.noData, .met], running: true).contains("<span>Nothing to judge yet · met, so far</span>"))
        #expect(try text([.met, .noData], running: true).contains("<span>Met in 1 of 1</span>"))
        let korean = try #require(PublicLanguage.builtIn.last)
        #expect(try text([.met, .met], running: true, language: korean).contains("1개 구간 중 1개 달성 · 달성 (진행 중)"))
    }
}

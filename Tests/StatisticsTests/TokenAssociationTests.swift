import Testing

@testable import Statistics

@Suite struct TokenAssociationTests {
    /// Ten days: what an hour's tokens and load deviate by is drawn; the effect is 0.5 of the tokens' and 0.3 of the load's.
    private func hours(loadFollowsTokens: Bool = false) -> [TokenAssociation.Hour] {
        var random = Resampler(seed: 3)
        func draw() -> Double { Double(random.index(below: 2001)) / 1000 - 1 }
        return (0..<240).map { hour in
            let tokens = draw()
            let load = loadFollowsTokens ? 2 * tokens : draw()
            // What every day has in common explains nothing.
            let daily = Double(hour % 24)
            return TokenAssociation.Hour(
                block: hour / 24, hourOfDay: hour % 24,
                effect: 0.5 * tokens + 0.3 * load + daily / 10 + 0.02 * draw(), tokens: tokens + daily / 5,
                load: load - daily)
        }
    }

    /// Days without tokens' changes, and a later one that is slower by so much.
    private func effects(later: Double) -> BlockEffects {
        BlockEffects(
            later: later, leftOut: [0.01, -0.02, 0.015, -0.01, 0.02, -0.015, 0.005, 0, -0.02, 0.015], deviation: 0.015,
            degrees: 9)
    }

    private let days = [Double](repeating: 0, count: 10)

    @Test func `what goes along with tokens is told from what does not`() throws {
        let longer = try TokenAssociation.of(hours(), effects: effects(later: 0.25), tokens: (0.5, days)).get()
        #expect(abs(longer.part - 0.25) < 0.01)
        #expect(longer.low < longer.part && longer.part < longer.high)
        #expect(longer.low > 0.2)
        #expect(longer.remainingPValue > 0.1)
        let slower = try TokenAssociation.of(hours(), effects: effects(later: 0.25), tokens: (0, days)).get()
        #expect(slower.part == 0)
        #expect(slower.remainingPValue < 0.001)
    }

    @Test func `a change beyond all that the baseline has is not told`() {
        let result = TokenAssociation.of(hours(), effects: effects(later: 1), tokens: (1.5, days))
        #expect(throws: TokenAssociation.DoubtError(doubt: .beyondBaseline)) { try result.get() }
    }

    @Test func `load that moved along can't be told from tokens`() {
        let result = TokenAssociation.of(
            hours(loadFollowsTokens: true), effects: effects(later: 1), tokens: (0.5, days))
        #expect(throws: TokenAssociation.DoubtError(doubt: .loadMovedAlong)) { try result.get() }
    }

    @Test func `a day is too little`() {
        let result = TokenAssociation.of(
            Array(hours().prefix(24)), effects: effects(later: 1), tokens: (0.5, days))
        #expect(throws: TokenAssociation.DoubtError(doubt: .tooFewHours)) { try result.get() }
    }
}

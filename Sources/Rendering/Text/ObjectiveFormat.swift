import Questions

/// The figures of an objective as people read them, rounded to the sides that claim less.
enum ObjectiveFormat {
    /// Hundredths of a percent: `99.12 %`, or `99.12–99.31 %`; nil without requests.
    static func good(_ entry: SloAnswer.Entry) -> String? {
        entry.share.map { range($0.low.roundedDown, $0.high.roundedUp, step: 100) }
    }

    /// Whole percents: `46 %`, `46–89 %` or, beyond which nobody counts, `< -999 %`; nil without requests.
    static func budget(_ entry: SloAnswer.Entry) -> String? { entry.budgetLeft.map { budget($0.low, $0.high) } }

    /// Of what is surely left.
    static func leastLeft(_ entry: SloAnswer.Entry) -> String? { entry.budgetLeft.map { budget($0.low, $0.low) } }

    private static func budget(_ low: Int, _ high: Int) -> String {
        let text = range(max(leastBudget, low), max(leastBudget, high), step: 10_000)
        return low < leastBudget ? "< \(text)" : text
    }

    private static let leastBudget = -9_990_000

    static func floor(_ value: Int, to step: Int) -> Int {
        let rest = value % step
        return value - (rest < 0 ? rest + step : rest)
    }

    static func ceiling(_ value: Int, to step: Int) -> Int { -floor(-value, to: step) }

    /// Exact shares differ only in what the sixth decimal was rounded to.
    private static func range(_ low: Int, _ high: Int, step: Int) -> String {
        let lower = DecimalText.percent(millionths: floor(low, to: step))
        guard high - low > 1 else { return lower }
        // A dash beside a minus sign would be hard to tell from it.
        return "\(lower.dropLast(2))\(low < 0 ? " … " : "–")\(DecimalText.percent(millionths: ceiling(high, to: step)))"
    }
}

/// What is promised of some models: a share of their requests in a period takes less than a limit.
package struct Objective: Hashable, Sendable {
    /// The stretch that the share is taken over, in the local calendar.
    package enum Period: String, CaseIterable, Sendable {
        case week, month, quarter, year
        /// The days up to now.
        case sevenDays = "7d"
        case fourWeeks = "28d"
        case thirtyDays = "30d"
    }

    package let name: Name
    package let models: ShellPattern
    package let measure: Name
    /// In milliseconds.
    package let below: Double
    package let target: Share
    package let period: Period
    /// Classes of errors that count as bad; nil counts those that are no fault of the client's.
    package let errorClasses: [Name]?

    package init(
        name: Name, models: ShellPattern, measure: Name, below: Double, target: Share, period: Period,
        errorClasses: [Name]?
    ) {
        (self.name, self.models, self.measure) = (name, models, measure)
        (self.below, self.target, self.period, self.errorClasses) = (below, target, period, errorClasses)
    }
}

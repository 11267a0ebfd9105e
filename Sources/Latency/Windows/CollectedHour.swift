/// All series of one hour of which the windows are no longer kept.
package struct CollectedHour: Hashable, Sendable {
    /// The last window of the hour, which it is named by.
    package let last: Window
    /// Those of its windows that were collected, oldest first; at least one.
    package let collected: [Window]
    /// One value per series that had a sample, ordered by model and labels: all that the collected windows counted.
    package let models: [ModelWindow]

    /// Refuses (`nil`) a window that is not the last of an hour, and collected windows that are none, not of the hour or
    /// out of order. The series may come in any order, each once.
    package init?(last: Window, collected: [Window], models: [ModelWindow]) {
        let hour = last.advanced(by: 1 - UTCDay.windowsPerHour)...last
        guard last.index.isMultiple(of: UTCDay.windowsPerHour), !collected.isEmpty,
            collected.allSatisfy(hour.contains), zip(collected, collected.dropFirst()).allSatisfy(<)
        else { return nil }
        self.last = last
        self.collected = collected
        self.models = models.sorted { $0.series < $1.series }
    }

    /// When it begins, in seconds since 1970 UTC.
    package var start: Int { last.end - UTCDay.windowsPerHour * Window.seconds }
}

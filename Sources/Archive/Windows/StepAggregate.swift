import Latency

/// Neighbouring windows of one step, merged: as much as can be had in one piece. It may have no window that was collected.
package struct StepAggregate: Sendable {
    /// The last window of the stretch, collected or not; all of it lies in the step that holds this one.
    package let last: Window
    /// The windows of the stretch that were collected, oldest first.
    package let collected: [ClosedRange<Window>]
    /// The collected windows that are merged in `models`, oldest first: where hours alone are kept, all of every hour that ends in
    /// the stretch, and none of one that does not.
    package let counted: [ClosedRange<Window>]
    package let resolution: Resolution
    /// One value per model, or per series that was asked for, that had a sample, in no particular order.
    package let models: [ModelWindow]

    /// How many collected windows are merged in `models`.
    package var windows: Int { counted.lazy.map(\.count).reduce(0, +) }

    /// Whether it lies in an hour whose windows are no longer kept and that ends after it: nothing of it is known by itself.
    package var isCutHour: Bool { counted.isEmpty && !collected.isEmpty }
}

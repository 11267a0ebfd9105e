import Latency

/// Neighbouring windows of one step, merged: as much as can be had in one piece. It may have no window that was collected.
package struct StepAggregate: Sendable {
    /// The last window of the stretch, collected or not; all of it lies in the step that holds this one.
    package let last: Window
    /// The windows of the stretch that were collected, oldest first.
    package let collected: [ClosedRange<Window>]
    /// How many collected windows are merged in `models`.
    package let windows: Int
    package let resolution: Resolution
    /// One value per model, or per series that was asked for, that had a sample, in no particular order.
    package let models: [ModelWindow]
}

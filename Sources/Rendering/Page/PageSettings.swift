import Questions
import Support

/// What a page needs beside its answer.
package struct PageSettings: Sendable {
    /// The zone that times are written in.
    package let zone: Zone
    package let thresholds: LatencyThresholds

    package init(zone: Zone, thresholds: LatencyThresholds) {
        self.zone = zone
        self.thresholds = thresholds
    }
}

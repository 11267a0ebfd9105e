import Archive
import Latency

extension Source {
    /// All of its series, each by itself.
    var everySeries: SeriesSelection { SeriesSelection(by: description.seriesLabels) }
}

import Archive
import Latency

/// The traffic of models in the newest windows that were collected, three of them: one late scrape must not look as if a
/// model were gone, and a model that went must be seen to be gone soon.
struct NewestWindows {
    static let count = 3

    /// The end of the newest, in seconds since 1970 UTC; nil where none was collected within a day.
    let newest: Int?
    /// Of the series that there are.
    let states: [SeriesKey: TrafficState]

    /// By the labels of the selection; `now` is in seconds since 1970 UTC.
    init(archive: Archive, source: Source, selection: SeriesSelection, now: Int, _ damages: inout Damages)
        throws(ArchiveError)
    {
        var seen: Window?
        var states: [SeriesKey: TrafficState] = [:]
        let range = Window.ended(in: now - LatestReport.lookBackSeconds, now)
        let left = try archive.forEachWindow(
            of: source, in: range, newestFirst: true, selection: selection
        ) { collected in
            let first = seen ?? collected.window
            seen = first
            guard first.index - collected.window.index < NewestWindows.count else { return false }
            for value in collected.models {
                if value.histogram.requests > 0 {
                    states[value.series] = .traffic
                } else if states[value.series] == nil {
                    states[value.series] = .noTraffic
                }
            }
            return true
        }
        damages.add(left)
        newest = seen?.end
        self.states = states
    }

    /// Of a model that no labels divide.
    func state(of model: Name) -> TrafficState { states[SeriesKey(model)] ?? .noData }
}

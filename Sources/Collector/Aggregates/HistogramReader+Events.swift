import Latency
import Prometheus

extension HistogramReader {
    /// So many windows at most have their events asked for at the same time as their sums: those that a run asks for again.
    private static let mostAtOnce = DueWindows.pushedLate

    func beginEvents(_ windows: ClosedRange<Window>) -> PrometheusClient.Begun? {
        guard windows.count <= Self.mostAtOnce, !hasOthers else { return nil }
        return client.begin(
            queries.events(hasNative: false, totals: true), at: boundaries(of: windows), labels: queries.eventLabels)
    }

    /// Asks ahead for what `read` asks first of some windows, while other answers are still to come.
    func begin(_ windows: ClosedRange<Window>) {
        guard ahead?.windows != windows, windows.count <= Self.mostAtOnce, !hasOthers,
            let sums = client.begin(queries.buckets, at: boundaries(of: windows), labels: queries.sumLabels)
        else { return }
        ahead = Ahead(windows: windows, sums: sums, events: beginEvents(windows))
    }

    func boundaries(of windows: ClosedRange<Window>) -> ClosedRange<Window> {
        windows.lowerBound.advanced(by: -1)...windows.upperBound
    }

    /// The models with an event in each window.
    ///
    /// Asked after the sums: what a scrape adds in between can only show as one event too many. What was asked at the same
    /// time is as good where it has the same totals as the sums, so that nothing came in between.
    ///
    /// - Parameter asked: such events; nil where they must be asked for now.
    func events(
        in windows: ClosedRange<Window>, _ sums: AggregatedCounters, _ asked: EventAnswer?, hasNative: Bool
    ) throws(PrometheusError) -> FlaggedWindows {
        let hasRanges = queries.selector.isHistogram && (sums.hasRanges || sums.names.isEmpty)
        let events: EventAnswer
        if let asked {
            events = asked
        } else {
            let query = queries.events(hasNative: hasNative, hasRanges: hasRanges)
            let series = try client.evaluate(query, at: windows, labels: queries.eventLabels)
            events = EventAnswer(series, in: windows, of: queries.selector)
        }
        guard events.hasUnvouched else { return events.marks }
        let unvouched = queries.unvouchedEvents(hasNative: hasNative, hasRanges: hasRanges)
        return events.marks.merging(try marks(unvouched, windows))
    }
}

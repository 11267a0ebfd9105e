import Archive
import Latency
import Prometheus

/// Finds out whether a metric's series are gone, though there is somebody to tell them.
///
/// A model without requests keeps its series, so that windows without any model mean more than a quiet hour: a metric
/// that was renamed, dropped or no longer matches. Where its targets are down, that is another's to tell.
struct VanishedSeries {
    /// So many windows without a model: a redeployment may take one or two.
    private static let windows = 3
    /// How long after the last window with a model it is told, in windows: a week.
    private static let lookBack = 7 * 288

    /// How many collected windows in a row have no model, the newest among them.
    let empty: Int
    /// The last window that had one before them.
    let last: Window
    private let newest: Window

    /// nil where the series are there, never were, or can't be told to be gone.
    ///
    /// - Parameter pending: windows that are about to be stored.
    init?(of source: Source, in archive: Archive, pending: [CollectedWindow]) throws(ArchiveError) {
        guard
            let newest = [try archive.newestWindow(of: source).value, pending.map(\.window).max()].compactMap(\.self)
                .max()
        else { return nil }
        let range = newest.advanced(by: -Self.lookBack)...newest
        var empty = Set(pending.filter(\.models.isEmpty).map(\.window))
        var found = pending.filter { !$0.models.isEmpty }.map(\.window).max()
        let damages = try archive.forEachWindow(of: source, in: range, newestFirst: true) { window in
            if let found, found >= window.window { return false }
            if window.models.isEmpty {
                empty.insert(window.window)
                return true
            }
            found = window.window
            return false
        }
        // A damaged window tells nothing; nor does one from which models were refused: their series were there.
        guard damages.isEmpty, let last = found else { return nil }
        empty = empty.filter { $0 > last }
        guard empty.count >= Self.windows, try archive.refusedWindows(of: source).allSatisfy({ $0 <= last }) else {
            return nil
        }
        (self.empty, self.last, self.newest) = (empty.count, last, newest)
    }

    /// What is to be said; nil where the targets that had the series are down, or the server won't say.
    func warning(
        of source: SourceDescription, _ selector: MetricSelector, asking client: PrometheusClient
    ) -> CollectionWarning? {
        let queries = HistogramQueries(selector)
        let question = queries.targets(lastSeenBefore: newest.end - last.end)
        guard let answer = try? client.evaluate(question, at: newest...newest, labels: queries.targetLabels) else {
            return nil
        }
        guard !answer.isEmpty else { return .seriesGone(source, windows: empty, targets: nil) }
        let up = answer.first { $0.labels["up"] == "1" }?.samples.last?.value ?? 0
        return up > 0 ? .seriesGone(source, windows: empty, targets: Int(exactly: up)) : nil
    }
}

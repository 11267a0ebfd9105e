import Latency

/// All samples of some series in the minutes before an instant.
///
/// Several names are asked for at once, by a regular expression. Google's managed Prometheus takes exact names alone, and
/// is asked for one after the other.
package struct SampleQuery: Sendable {
    /// Of metrics.
    let names: [String]
    /// Other matchers, as PromQL writes them.
    let matchers: [String]
    let minutes: Int
    /// Whether a series with these labels can be one of those that are asked for.
    let permits: @Sendable (Labels) -> Bool

    /// - Parameter permits: what the matchers say; the names are looked at as well.
    init(
        _ names: [String], _ matchers: [String], minutes: Int,
        permits: @escaping @Sendable (Labels) -> Bool
    ) {
        self.names = names
        self.matchers = matchers
        self.minutes = minutes
        let all = names.map { Name($0) }
        self.permits = { labels in
            labels["__name__"].map(all.contains) ?? true && permits(labels)
        }
    }

    /// All names in one range selector.
    package var together: String { selector(MetricSelector.nameMatcher(names)) }

    /// A range selector for each name.
    var separate: [String] { names.map { selector(MetricSelector.nameMatcher([$0])) } }

    private func selector(_ name: String) -> String {
        "{" + ([name] + matchers).joined(separator: ",") + "}[\(minutes)m]"
    }
}

import Archive
import Latency

/// A change of state that people should hear of once.
package struct Notice: Hashable, Sendable {
    package let source: SourceName
    /// nil: not a model's latency changed, but whether collections succeed.
    package let model: String?
    package let state: NoticeState
    package let previous: NoticeState
    /// When it was found out, in seconds since 1970 UTC.
    package let time: Int
    /// Of a model's newest judged window; nil where there is none.
    package let p95: Percentile?
    /// Of that window.
    package let requests: Int
    /// Why collections fail, for people; it may name hosts and paths.
    package let detail: String?

    /// The name of a source and its metric.
    package struct SourceName: Hashable, Sendable {
        package let name: String
        package let metric: String

        package init(name: String, metric: String) {
            self.name = name
            self.metric = metric
        }
    }

    package init(
        source: SourceName, model: String?, state: NoticeState, previous: NoticeState, time: Int,
        p95: Percentile? = nil, requests: Int = 0, detail: String? = nil
    ) {
        self.source = source
        self.model = model
        self.state = state
        self.previous = previous
        self.time = time
        self.p95 = p95
        self.requests = requests
        self.detail = detail
    }
}

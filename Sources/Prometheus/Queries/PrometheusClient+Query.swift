import HTTPClient
import Latency

extension PrometheusClient {
    /// A PromQL expression, the windows at whose ends it is evaluated, and what its answer may have.
    package struct Query: Sendable {
        package let expression: String
        package let windows: ClosedRange<Window>
        let resultType: QueryAnswer.ResultType
        /// Seconds that a range selector reaches back; nil for an expression that has values at windows' ends alone.
        private let reach: Int?
        /// Whether the query leaves such labels.
        let permits: @Sendable (Labels) -> Bool

        /// The values of an expression.
        ///
        /// - Parameter labels: those that its series may have; nil for any.
        init(_ expression: String, at windows: ClosedRange<Window>, labels: Set<Name>? = nil) {
            self.expression = expression
            self.windows = windows
            resultType = windows.count == 1 ? .vector : .matrix
            reach = nil
            permits = { found in labels.map { labels in found.allSatisfy { labels.contains($0.key) } } ?? true }
        }

        /// The samples that a range selector covers at the end of a window.
        init(_ selector: String, of query: SampleQuery, at window: Window) {
            expression = selector
            windows = window...window
            resultType = .matrix
            reach = query.minutes * 60
            permits = query.permits
        }

        private var isInstant: Bool { windows.count == 1 }
        var path: String { isInstant ? "api/v1/query" : "api/v1/query_range" }

        /// The request's parameters, in seconds since 1970 UTC.
        var form: [HTTPRequest.Field] {
            if isInstant { return [("query", expression), ("time", "\(windows.upperBound.end)")] }
            return [
                ("query", expression), ("start", "\(windows.lowerBound.end)"), ("end", "\(windows.upperBound.end)"),
                ("step", "\(Window.seconds)"),
            ]
        }

        /// Whether a sample of the answer may have this time. Both ends of a range count: some servers take in its
        /// beginning.
        func covers(_ time: Double) -> Bool {
            let (first, last) = (Double(windows.lowerBound.end), Double(windows.upperBound.end))
            if let reach { return last - Double(reach)...last ~= time }
            return first...last ~= time && (time - first).truncatingRemainder(dividingBy: Double(Window.seconds)) == 0
        }
    }
}

import Latency

/// One Prometheus-compatible server. Answers are whole or an error: partial data is no data.
package final class PrometheusClient {
    package struct Limits: Sendable {
        /// For a whole request, in seconds; the server is told, too.
        package var timeout: Double
        /// For connecting, in seconds.
        package var connectTimeout: Double
        /// For the decompressed body of an answer.
        package var maximumBytes: Int

        package init(timeout: Double, connectTimeout: Double = 5, maximumBytes: Int = 64 << 20) {
            self.timeout = timeout
            self.connectTimeout = min(connectTimeout, timeout)
            self.maximumBytes = maximumBytes
        }
    }

    /// A PromQL expression, the windows at whose ends it is evaluated, and what type of answer it gives.
    package struct Query: Sendable {
        package let expression: String
        package let windows: ClosedRange<Window>
        let resultType: QueryAnswer.ResultType

        fileprivate init(expression: String, windows: ClosedRange<Window>, resultType: QueryAnswer.ResultType) {
            (self.expression, self.windows, self.resultType) = (expression, windows, resultType)
        }

        /// The values of an expression.
        fileprivate init(_ expression: String, at windows: ClosedRange<Window>) {
            self.init(expression: expression, windows: windows, resultType: windows.count == 1 ? .vector : .matrix)
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
    }

    private let server: ServerURL
    var serverText: String { server.text }
    private let transport: any HTTPTransport
    /// What no text of the server may bring into a message.
    let secrets: Secrets
    private let limits: Limits
    private var patience: Patience
    private let onQuery: (Query) -> Void
    private let onRetry: (PrometheusError, _ pause: Double) -> Void
    /// What was sent and received so far.
    package private(set) var traffic = Traffic()

    /// - Parameters:
    ///   - onQuery: called with every query before it is sent: what `--dry-run` prints.
    ///   - onRetry: called with a failure before the pause, in seconds, after which the request is made again.
    package init(
        server: ServerURL, transport: any HTTPTransport, limits: Limits, patience: Patience = Patience(),
        onQuery: @escaping (Query) -> Void = { _ in },
        onRetry: @escaping (PrometheusError, _ pause: Double) -> Void = { _, _ in }
    ) {
        self.server = server
        self.transport = transport
        secrets = transport.secrets
        self.limits = limits
        self.patience = patience
        self.onQuery = onQuery
        self.onRetry = onRetry
    }

    /// Whether there is time left for another question.
    package var hasTime: Bool { patience.secondsLeft > 0 }

    /// The time that all questions may take together begins anew.
    package func restartDeadline() { patience.start() }

    /// The values of an expression at the end of every window of a range.
    package func evaluate(_ expression: String, at windows: ClosedRange<Window>) throws(PrometheusError) -> [Series] {
        try ask(Query(expression, at: windows)).series
    }

    /// As `evaluate`, for sums of native histograms.
    ///
    /// - Returns: the series, and whether some are left out since the server can't add up their histograms.
    package func sums(
        _ expression: String, at windows: ClosedRange<Window>
    ) throws(PrometheusError) -> (series: [Series], lacksSome: Bool) {
        let answer = try ask(Query(expression, at: windows), accepting: Dialects.meansNoSum)
        return (answer.series, answer.warnings.contains(where: Dialects.meansNoSum))
    }

    /// The samples that a range selector, such as `up[10m]`, covers at the end of a window.
    package func samples(_ rangeSelector: String, at window: Window) throws(PrometheusError) -> [Series] {
        try ask(Query(expression: rangeSelector, windows: window...window, resultType: .matrix)).series
    }

    private func ask(
        _ query: Query, accepting isHarmless: (String) -> Bool = { _ in false }
    ) throws(PrometheusError) -> QueryAnswer {
        onQuery(query)
        let form = query.form + [("timeout", "\(limits.timeout)")] + Dialects.parameters
        let body = try send(.post, query.path, form)
        let answer: QueryAnswer
        do { answer = try ResponseDecoder.decode(body, expecting: query.resultType) } catch { throw unusable(error) }
        if let warning = answer.warnings.first(where: { Dialects.meansPartialData($0) && !isHarmless($0) }) {
            throw .partialData(server: server.text, reason: secrets.line(warning, limit: 500))
        }
        if answer.isPartial { throw .partialData(server: server.text, reason: "some of its storage did not answer") }
        return answer
    }

    /// Returns if the server knows the histogram, with or without series at present; else throws what it has instead.
    ///
    /// - Parameter window: native histograms are looked for in the week before its end.
    package func requireHistogram(named metric: String, at window: Window) throws(PrometheusError) {
        let buckets = try names(matching: [#"{__name__=~".+_bucket"}"#])
        guard !buckets.contains(metric + "_bucket") else { return }
        let histograms = buckets.map { String($0.dropLast("_bucket".count)) }.sorted()
        let parts = [metric, metric + "_count", metric + "_sum"]
        let others = try names(matching: parts.map { "{__name__=\(PromQL.quoted($0))}" })
        if others.contains(metric), try hasNativeHistogram(metric, at: window) { return }
        if others.isEmpty { throw .unknownMetric(server: server.text, metric: metric, histograms: histograms) }
        throw .noHistogram(server: server.text, metric: metric, histograms: histograms)
    }

    /// A server that refuses the question does not know native histograms at all.
    private func hasNativeHistogram(_ metric: String, at window: Window) throws(PrometheusError) -> Bool {
        do {
            return try !evaluate(HistogramQueries.recentNative(metric), at: window...window).isEmpty
        } catch .rejected {
            return false
        }
    }

    private func names(matching selectors: [String]) throws(PrometheusError) -> [String] {
        let form = selectors.map { (name: "match[]", value: $0) } + Dialects.parameters
        let body = try send(.get, "api/v1/label/__name__/values", form)
        do { return try ResponseDecoder.decodeStrings(body) } catch { throw unusable(error) }
    }

    // MARK: Requests and their failures

    /// Asks until there is an answer, a failure that won't pass, or no patience left.
    func send(
        _ method: HTTPRequest.Method, _ path: String, _ form: [HTTPRequest.Field]
    ) throws(PrometheusError) -> [UInt8] {
        var failures = 0
        while true {
            let (failed, retryAfter): (PrometheusError, Int?)
            do throws(TransportError) {
                let response = try attempt(method, path, form)
                if response.status == 200 { return response.body }
                (failed, retryAfter) = (failure(response), response.retryAfter)
            } catch {
                (failed, retryAfter) = (.transport(error), nil)
            }
            failures += 1
            guard failed.isTransient, let pause = patience.pause(afterFailures: failures, retryAfter: retryAfter) else {
                throw failed
            }
            onRetry(failed, pause)
            patience.wait(pause)
            traffic.retries += 1
        }
    }

    private func attempt(
        _ method: HTTPRequest.Method, _ path: String, _ form: [HTTPRequest.Field]
    ) throws(TransportError) -> HTTPResponse {
        let left = patience.secondsLeft
        guard left > 0 else { throw .outOfTime(server: server.text, seconds: patience.allowance) }
        let timeout = min(limits.timeout, left)
        let request = HTTPRequest(
            method, server, path, form: form, timeout: timeout, connectTimeout: min(limits.connectTimeout, timeout),
            maximumBytes: limits.maximumBytes)
        traffic.requests += 1
        do {
            let response = try transport.send(request)
            traffic.bytes += response.receivedBytes
            return response
        } catch {
            // What ended early for want of time is no finding about the server.
            switch error {
            case .timeout where timeout < limits.timeout, .connectTimeout where timeout < limits.connectTimeout:
                throw .outOfTime(server: server.text, seconds: patience.allowance)
            default: throw error
            }
        }
    }

    private func failure(_ response: HTTPResponse) -> PrometheusError {
        let error = ResponseDecoder.decodeError(response.body)
        let reason =
            error.map { secrets.line($0.message, limit: 500) }
            ?? secrets.line(ResponseDecoder.beginning(response.body), limit: 100)
        switch response.status {
        case 401, 403: return .unauthorized(server: server.text, status: response.status)
        case 400, 422: return .rejected(server: server.text, status: response.status, reason: reason)
        case 404: return .notFound(server: server.text)
        case 503 where error.map(Dialects.isQueryTimeout) == true:
            return .queryTimeout(server: server.text, reason: reason)
        case 429, 502, 503, 504: return .unavailable(server: server.text, status: response.status, reason: reason)
        default: return .unexpectedStatus(server: server.text, status: response.status, reason: reason)
        }
    }

    func unusable(_ error: ResponseError) -> PrometheusError {
        if case .server(_, let message) = error {
            return .rejected(server: server.text, status: 200, reason: secrets.line(message, limit: 500))
        }
        return .unusable(server: server.text, reason: error.summary(hiding: secrets))
    }
}

import HTTPClient
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
        /// For what is kept of an answer, in bytes.
        package var maximumMemory = 12 << 20

        package init(timeout: Double, connectTimeout: Double = 5, maximumBytes: Int = 24 << 20) {
            self.timeout = timeout
            self.connectTimeout = min(connectTimeout, timeout)
            self.maximumBytes = maximumBytes
        }
    }

    let server: ServerURL
    var serverText: String { server.text }
    private let transport: any HTTPTransport
    /// What no text of the server may bring into a message.
    let secrets: Secrets
    private let limits: Limits
    private var patience: RetryPolicy
    private let onQuery: (Query) -> Void
    private let onRetry: (PrometheusError, _ pause: Double) -> Void
    /// Whether the server was found to refuse regular expressions on metric names.
    private var takesExactNamesAlone = false
    /// Whether it was found to refuse POST where it takes GET.
    private var takesGetAlone = false
    /// The most bytes that an answer had so far, decompressed.
    private var largestAnswer = 0
    /// The longest that one was waited for, in seconds.
    private var slowestAnswer = 0.0
    /// What was sent and received so far.
    package private(set) var traffic = ClientTraffic()

    /// - Parameters:
    ///   - onQuery: called with every query before it is sent: what `--dry-run` prints.
    ///   - onRetry: called with a failure before the pause, in seconds, after which the request is made again.
    package init(
        server: ServerURL, transport: any HTTPTransport, limits: Limits,
        patience: RetryPolicy = RetryPolicy(retries: Defaults.retries),
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
    ///
    /// - Parameter labels: those that its series may have, where an aggregation leaves no others; nil for any.
    package func evaluate(
        _ expression: String, at windows: ClosedRange<Window>, labels: Set<Name>? = nil
    ) throws(PrometheusError) -> [Series] {
        try series(Query(expression, at: windows, labels: labels))
    }

    /// As `evaluate`, of sums that may be of native histograms, for answers that may be large: every series is handed to
    /// `body`, which keeps what it needs of it. `body` throws where that is too much.
    ///
    /// - Parameter begun: the same question, where it is under way already.
    /// - Returns: whether the server says that it could not add up some of them, which it left out.
    package func sums(
        _ expression: String, at windows: ClosedRange<Window>, labels: Set<Name>, begun: Begun? = nil,
        _ body: (Series) throws(ResponseError) -> Void
    ) throws(PrometheusError) -> Bool {
        let query = Query(expression, at: windows, labels: labels)
        let isSame = begun?.query.expression == expression && begun?.query.windows == windows
        return try ask(query, begun: isSame ? begun?.answer : nil, accepting: Dialects.isUnsummableWarning, body)
            .contains(
                where: Dialects.isUnsummableWarning)
    }

    /// Every sample that a query selects at the end of a window.
    package func samples(_ query: SampleQuery, at window: Window) throws(PrometheusError) -> [Series] {
        guard !takesExactNamesAlone || query.names.count == 1 else { return try separately(query, at: window) }
        do {
            return try series(Query(query.together, of: query, at: window))
        } catch {
            guard query.names.count > 1, error.isRefusal, !error.isTooMuch,
                let series = try? separately(query, at: window)
            else { throw error }
            takesExactNamesAlone = true
            return series
        }
    }

    private func separately(_ query: SampleQuery, at window: Window) throws(PrometheusError) -> [Series] {
        var all: [Series] = []
        for selector in query.separate { all += try series(Query(selector, of: query, at: window)) }
        return all
    }

    private func series(_ query: Query) throws(PrometheusError) -> [Series] {
        var series: [Series] = []
        var memory = 0
        _ = try ask(query) { (one) throws(ResponseError) in
            memory += one.memory
            guard memory <= limits.maximumMemory else { throw .tooMuchMemory(limit: limits.maximumMemory) }
            series.append(one)
        }
        return series
    }

    /// Asks and hands every series to `body`, once it is found to be one that was asked for.
    ///
    /// - Returns: the answer's warnings.
    private func ask(
        _ query: Query, begun: (any AwaitedAnswer)? = nil, accepting isHarmless: (String) -> Bool = { _ in false },
        _ body: (Series) throws(ResponseError) -> Void
    ) throws(PrometheusError) -> [String] {
        onQuery(query)
        let bytes: [UInt8]
        do {
            bytes = try send(.post, query.path, form(of: query), begun: begun)
        } catch {
            guard begun != nil, case .transport(.tooLarge) = error else { throw error }
            bytes = try send(.post, query.path, form(of: query))
        }
        return try decode(bytes, of: query, accepting: isHarmless, body)
    }

    private func form(of query: Query) -> [HTTPRequest.Field] {
        query.form + [("timeout", "\(limits.timeout)")] + Dialects.parameters
    }

    private func decode(
        _ bytes: [UInt8], of query: Query, accepting isHarmless: (String) -> Bool = { _ in false },
        _ body: (Series) throws(ResponseError) -> Void
    ) throws(PrometheusError) -> [String] {
        let answer: QueryAnswer
        var check = AnswerCheck(query)
        do {
            answer = try ResponseDecoder.decode(bytes, expecting: query.resultType) { (series) throws(ResponseError) in
                try body(try check.checked(series))
            }
            traffic.repetitions += check.repetitions
        } catch { throw unusable(error) }
        if let warning = answer.warnings.first(where: { Dialects.meansPartialData($0) && !isHarmless($0) }) {
            throw .partialData(server: server.text, reason: secrets.line(warning, limit: 500))
        }
        if answer.isPartial { throw .partialData(server: server.text, reason: "some of its storage did not answer") }
        return answer.warnings
    }

    // MARK: Several questions at the same time

    /// Whether questions may be asked before those that come first are answered: what was asked so far had small answers
    /// and had them soon, so that neither memory nor the time of an answer becomes short.
    package var mayAskAhead: Bool {
        largestAnswer > 0 && largestAnswer <= Self.largestBegun / 2 && slowestAnswer <= limits.timeout / 8
    }

    /// A question that is under way beside others.
    package struct Begun {
        fileprivate let query: Query
        fileprivate let answer: any AwaitedAnswer
    }

    /// Sends a question along with the next one; nil where that can't be.
    package func begin(_ expression: String, at windows: ClosedRange<Window>, labels: Set<Name>) -> Begun? {
        guard !takesGetAlone, hasTime else { return nil }
        let query = Query(expression, at: windows, labels: labels)
        var request = request(.post, query.path, form(of: query))
        request.maximumBytes = Self.largestBegun
        return transport.begin(request).map { Begun(query: query, answer: $0) }
    }

    /// So large that both answers together stay below the memory that one may take.
    private static let largestBegun = 2 << 20

    /// The answer to such a question; nil where it is too large to come beside another.
    package func answer(to begun: Begun) throws(PrometheusError) -> [Series]? {
        onQuery(begun.query)
        let bytes: [UInt8]
        do {
            bytes = try send(.post, begun.query.path, form(of: begun.query), begun: begun.answer)
        } catch {
            if case .transport(.tooLarge) = error { return nil }
            throw error
        }
        var series: [Series] = []
        _ = try decode(bytes, of: begun.query) { series.append($0) }
        return series
    }

    // MARK: Requests and their failures

    /// Asks until there is an answer, a failure that won't pass, or no patience left.
    ///
    /// - Parameter begun: the first attempt, where it was made already.
    func send(
        _ method: HTTPRequest.Method, _ path: String, _ form: [HTTPRequest.Field], begun: (any AwaitedAnswer)? = nil
    ) throws(PrometheusError) -> [UInt8] {
        var begun = begun
        var failures = 0
        while true {
            let (failed, retryAfter): (PrometheusError, Int?)
            do throws(PrometheusError) {
                defer { begun = nil }
                let response = try attempt(method, path, form, begun)
                if response.status == 200 { return response.body }
                (failed, retryAfter) = (failure(response), response.retryAfter)
            } catch {
                (failed, retryAfter) = (error, nil)
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

    /// POST takes queries of any length. Proxies that let people read alone refuse it, and take GET, as Prometheus' own
    /// client knows.
    private func attempt(
        _ method: HTTPRequest.Method, _ path: String, _ form: [HTTPRequest.Field], _ begun: (any AwaitedAnswer)?
    ) throws(PrometheusError) -> HTTPResponse {
        guard method == .post else { return try carry(.get, path, form) }
        let bytes = urlBytes(path, form)
        if takesGetAlone {
            guard bytes <= Dialects.longestURL else { throw .tooLongForGet(server: server.text, bytes: bytes) }
            return try carry(.get, path, form)
        }
        let refusal = try carry(.post, path, form, begun)
        guard Dialects.mayTakeGet(refusal.status), bytes <= Dialects.longestURL else { return refusal }
        let response = try carry(.get, path, form)
        guard !Dialects.mayTakeGet(response.status) else { return refusal }
        takesGetAlone = true
        return response
    }

    /// The length of a request's URL as a GET.
    private func urlBytes(_ path: String, _ form: [HTTPRequest.Field]) -> Int {
        server.endpoint(path).utf8.count + 1 + FormEncoding.encode(form).utf8.count
    }

    private func carry(
        _ method: HTTPRequest.Method, _ path: String, _ form: [HTTPRequest.Field],
        _ begun: (any AwaitedAnswer)? = nil
    ) throws(PrometheusError) -> HTTPResponse {
        let outOfTime = PrometheusError.transport(.outOfTime(server: server.text, seconds: patience.timeBudget))
        guard hasTime else { throw outOfTime }
        let request = request(method, path, form)
        let timeout = request.timeout
        traffic.requests += 1
        let start = ContinuousClock.now
        do throws(TransportError) {
            let response = if let begun { try begun.wait() } else { try transport.send(request) }
            traffic.bytes += response.receivedBytes
            largestAnswer = max(largestAnswer, response.body.count)
            slowestAnswer = max(slowestAnswer, (ContinuousClock.now - start) / .seconds(1))
            return response
        } catch {
            // What ended early for want of time is no finding about the server.
            switch error {
            case .timeout where timeout < limits.timeout, .connectTimeout where timeout < limits.connectTimeout:
                throw outOfTime
            default: throw .transport(error)
            }
        }
    }

    private func request(
        _ method: HTTPRequest.Method, _ path: String, _ form: [HTTPRequest.Field]
    ) -> HTTPRequest {
        let timeout = min(limits.timeout, patience.secondsLeft)
        return HTTPRequest(
            method, server, path, form: form, timeout: timeout, connectTimeout: min(limits.connectTimeout, timeout),
            maximumBytes: limits.maximumBytes)
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
        case 414, 431: return .tooLongForGet(server: server.text, bytes: nil)
        case 500 where error.map(Dialects.isLimit) == true:
            return .rejected(server: server.text, status: 500, reason: reason)
        case 503 where error.map(Dialects.isQueryTimeout) == true:
            return .queryTimeout(server: server.text, reason: reason)
        case 429, 502, 503, 504: return .unavailable(server: server.text, status: response.status, reason: reason)
        default: return .unexpectedStatus(server: server.text, status: response.status, reason: reason)
        }
    }

    /// Instead of an answer to a query that was written in every way.
    ///
    /// - Parameter error: what the server said to the last one.
    func unknownSpelling(_ label: String, _ error: PrometheusError) -> PrometheusError {
        error.isRefusal && !error.isTooMuch ? .unknownSpelling(server: server.text, label: label) : error
    }

    func unusable(_ error: ResponseError) -> PrometheusError {
        if case .server(_, let message) = error {
            return .rejected(server: server.text, status: 200, reason: secrets.line(message, limit: 500))
        }
        if case .tooMuchMemory(let limit) = error { return .tooMuchMemory(server: server.text, maximumBytes: limit) }
        return .unusable(server: server.text, reason: error.summary(hiding: secrets))
    }
}

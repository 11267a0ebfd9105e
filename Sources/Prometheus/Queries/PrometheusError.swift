import HTTPClient
import Latency
import Support

/// Why a server's answer could not be had or could not be used. Every message names the server.
package enum PrometheusError: ExplainedError {
    /// No answer came: see `TransportError`.
    case transport(TransportError)
    /// No request was sent, since what it takes can't be read: see `AccessError`.
    case access(AccessError)
    /// 401 or 403.
    case unauthorized(server: String, status: Int)
    /// 404: something answers there, but not the API.
    case notFound(server: String)
    /// The server understood the query and refused it: 400 and 422, or an error with 200, with its reason.
    case rejected(server: String, status: Int, reason: String)
    /// The server gave up on the query.
    case queryTimeout(server: String, reason: String)
    /// 429 and 502 to 504: not ready, overloaded, or a proxy without its backend.
    case unavailable(server: String, status: Int, reason: String)
    /// Any other status.
    case unexpectedStatus(server: String, status: Int, reason: String)
    /// POST is refused, and the query makes a URL of so many bytes, which servers don't take; nil where one said so.
    case tooLongForGet(server: String, bytes: Int?)
    /// The server does not know how to write a label name with other characters than letters, digits and underscores.
    case unknownSpelling(server: String, label: String)
    /// A success that holds more than the memory that it may take, in bytes.
    case tooMuchMemory(server: String, maximumBytes: Int)
    /// A success whose body is not what the API promises.
    case unusable(server: String, reason: String)
    /// The server says that it did not see all the data.
    case partialData(server: String, reason: String)
    /// No histogram of that name was ever seen by the server.
    case unknownMetric(server: String, metric: String, histograms: [String])
    /// The server, which does not list its metrics, had none of that name in the last week.
    case noRecentMetric(server: String, metric: String)
    /// No counter of that name was ever seen by the server.
    case unknownCounter(server: String, metric: String)
    /// The metric goes up and down.
    case gauge(server: String, metric: String)
    /// The server knows the name, but not as a histogram.
    case noHistogram(server: String, metric: String, histograms: [String])
    /// No series of the histogram has the label that should name the model; these could do so.
    case noModelLabel(server: String, metric: String, label: String, labels: [String])

    package var kind: FailureKind {
        switch self {
        case .transport(let error): error.kind
        case .access, .unauthorized: .unauthorized
        case .rejected, .unknownMetric, .unknownCounter, .gauge, .noRecentMetric, .noHistogram, .noModelLabel:
            .rejected
        case .queryTimeout: .timeout
        case .unavailable: .unreachable
        case .partialData: .partialData
        case .tooLongForGet, .unknownSpelling: .rejected
        case .notFound, .unexpectedStatus, .unusable, .tooMuchMemory: .badResponse
        }
    }

    /// Whether the same request may well succeed a moment later.
    package var isTransient: Bool {
        switch self {
        case .transport(let error): error.isTransient
        case .unavailable: true
        case .access, .unauthorized, .notFound, .rejected, .queryTimeout, .unexpectedStatus, .unusable, .partialData,
            .unknownMetric, .unknownCounter, .gauge, .noRecentMetric, .noHistogram, .noModelLabel, .tooLongForGet,
            .unknownSpelling, .tooMuchMemory:
            false
        }
    }

    /// Whether the server has no such metric.
    package var isUnknownMetric: Bool {
        switch self {
        case .unknownMetric, .unknownCounter, .noRecentMetric, .noHistogram: true
        default: false
        }
    }

    /// Whether the answer, or what the server had to look at for it, was larger than allowed, so that a narrower question
    /// may have an answer.
    package var isTooLarge: Bool {
        switch self {
        case .transport(.tooLarge): true
        case .tooMuchMemory, .tooLongForGet: true
        case .rejected(_, 400...500, let reason): Dialects.namesLimit(reason)
        default: false
        }
    }

    /// Whether the server found the answer too large or too slow to make.
    package var isTooMuch: Bool {
        if case .queryTimeout = self { true } else { isTooLarge }
    }

    /// Whether the server would not answer just this question, be it too much or of a kind that it does not know.
    package var isRefusal: Bool {
        if case .rejected = self { true } else { isTooMuch }
    }

    /// Whether another question to the same server may have an answer: one for fewer windows, or for other ones.
    package var isAboutTheQuestion: Bool {
        switch self {
        case .transport(.timeout), .queryTimeout, .partialData, .unusable, .rejected(_, 422, _),
            .unavailable(_, 504, _), .unexpectedStatus(_, 500, _):
            true
        default: isTooLarge
        }
    }

    /// Whether no other question to the same server will have an answer either.
    package var isAboutTheServer: Bool {
        switch self {
        case .transport(let error):
            switch error {
            case .timeout, .tooLarge, .outOfTime, .interrupted: false
            default: true
            }
        case .access, .unauthorized, .notFound: true
        case .unavailable(_, let status, _): status != 504
        default: false
        }
    }

    /// Whether no answer came within the time of one.
    package var isTimeout: Bool {
        if case .transport(.timeout) = self { true } else { false }
    }

    package var isOutOfTime: Bool {
        if case .transport(.outOfTime) = self { true } else { false }
    }

    package var isInterruption: Bool {
        if case .transport(.interrupted) = self { true } else { false }
    }

    package var message: String {
        switch self {
        case .transport(let error): error.message
        case .access(let error): error.message
        case .unauthorized(let server, let status): "\(server) refuses access (\(status))"
        case .notFound(let server): "\(server) has no Prometheus API (404)"
        case .rejected(let server, _, let reason): "\(server) rejects the query\(Self.because(reason))"
        case .queryTimeout(let server, let reason): "\(server) gave up on the query\(Self.because(reason))"
        case .unavailable(let server, let status, let reason):
            "\(server) is not ready (\(status))\(Self.because(reason))"
        case .unexpectedStatus(let server, let status, let reason):
            "\(server) answered \(status)\(Self.because(reason))"
        case .tooLongForGet(let server, let bytes):
            "\(server) refuses POST, and the query is too long for a URL" + (bytes.map { " (\($0) bytes)" } ?? "")
        case .unknownSpelling(let server, let label):
            "\(server) does not take the label name \"\(label)\""
        case .tooMuchMemory(let server, let bytes): "\(server): the answer takes more than \(bytes >> 20) MiB of memory"
        case .unusable(let server, let reason): "\(server): \(reason)"
        case .partialData(let server, let reason): "\(server) has only partial data: \(reason)"
        case .unknownMetric(let server, let metric, _): "\(server) does not know the metric \(metric)"
        case .unknownCounter(let server, let metric): "\(server) has no series \(metric)"
        case .gauge(let server, let metric):
            "\(metric) is a gauge on \(server): what falls there may be a restart or not, so that it counts nothing"
        case .noRecentMetric(let server, let metric):
            "\(server) had no sample of \(metric)_bucket in the last week, and does not list what it has"
        case .noHistogram(let server, let metric, _):
            "\(metric) is not a histogram on \(server): it has no \(metric)_bucket"
        case .noModelLabel(let server, let metric, let label, _):
            "no series of \(metric) on \(server) has the label \(label): all models would be stored as one"
        }
    }

    package var hint: Hint? {
        switch self {
        case .transport(let error): error.hint
        case .access(let error): error.hint
        case .unauthorized:
            "give what the server asks for: see \(.bearerTokenFile), \(.netrc), \(.headerFile) and \(.certificate)"
        case .notFound: "check the URL; servers behind a proxy often need a path, as in http://host/prometheus"
        case .rejected: "check \(.metricName), \(.selector) and \(.modelLabel); \(.dryRun) prints the queries"
        case .queryTimeout: "raise \(.timeout), or narrow the series down with \(.selector)"
        case .unavailable: "nothing is lost: the next run fills the gap"
        case .tooLongForGet: "have the proxy let POST through to /api/v1/query and /api/v1/query_range, which only read"
        case .unknownCounter: "check the name: some servers' counters end in _total, others' don't"
        case .gauge: "name a counter or a histogram"
        case .noRecentMetric: "check \(.metricName) and \(.selector)"
        case .unknownSpelling:
            "Prometheus takes such names from 3.0 on, VictoriaMetrics too; older servers have them with underscores"
        case .tooMuchMemory: "narrow the series down with \(.selector)"
        case .unexpectedStatus: nil
        case .unusable: "check that the URL is the Prometheus server itself and not a page in front of it"
        case .partialData: "nothing was stored; the next run asks again"
        case .unknownMetric(_, let metric, let histograms), .noHistogram(_, let metric, let histograms):
            Self.choice(of: histograms, insteadOf: metric)
        case .noModelLabel(_, _, _, let labels): Self.labelChoice(labels)
        }
    }

    /// Answers of proxies often have no body.
    private static func because(_ reason: String) -> String { reason.isEmpty ? "" : ": \(reason)" }

    private static func labelChoice(_ labels: [String]) -> Hint {
        let (first, others) = (labels.prefix(1).joined(), labels.dropFirst().prefix(11).joined(separator: ", "))
        return "name the models by a label that there is: \(.modelLabel, first)"
            + (others.isEmpty ? "" : ", or one of \(others)")
    }

    /// Histograms of known servers come with the settings that they need; others are named.
    private static func choice(of histograms: [String], insteadOf metric: String) -> Hint {
        let shown = 8
        if histograms.isEmpty { return "the server has no histogram metrics at all" }
        let more = histograms.count > shown ? " and \(histograms.count - shown) more" : ""
        let meant = NameSimilarity.closest(to: metric, among: histograms).map { "did you mean \($0)? " } ?? ""
        let known = KnownMetrics.latencies(among: histograms).prefix(3).map(\.advice)
        if !known.isEmpty { return "\(meant)the server has \(known.joined(separator: ", or "))" }
        let names = histograms.prefix(shown).joined(separator: ", ")
        return "\(meant)choose one with \(.metricName): \(names)\(more)"
    }
}

import HTTPClient
import Latency
import Prometheus
import Support

/// Why notices can't be sent.
package enum NotifyError: ExplainedError, Equatable {
    /// A line of the settings is not understood; `key` is its first word, or the beginning of what may be an address.
    case badLine(path: String, number: Int, key: String)
    /// A program did not start, or ended with a failure.
    case command(String, reason: String)
    /// A server took nothing; `origin` is its scheme, host and port.
    case refused(origin: String, status: Int)
    case unreachable(origin: String, kind: FailureKind)
    /// There was no time for all; `target` is a program, or scheme, host and port.
    case noTimeLeft(_ target: String, notices: Int)

    package var message: String {
        switch self {
        case .badLine(let path, let number, let key): "\(path): line \(number) is not understood: \(key)"
        case .command(let path, let reason): "cannot notify by \(path): \(reason)"
        case .refused(let origin, let status): "cannot notify \(origin): it answered \(status)"
        case .unreachable(let origin, let kind): "cannot notify \(origin): \(kind.rawValue)"
        case .noTimeLeft(let target, let notices):
            "no time is left to notify \(target) of \(notices == 1 ? "1 change" : "\(notices) changes")"
        }
    }

    package var hint: Hint? {
        switch self {
        case .badLine: "\"Notices\" in Operations.md, among the documents, lists what a notify file may say"
        case .noTimeLeft: "the next run tells them"
        case .command, .refused, .unreachable: nil
        }
    }
}

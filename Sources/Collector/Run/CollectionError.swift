import Archive
import Latency
import Prometheus
import Support

/// Why a collection did not finish. What it had committed before stays.
package enum CollectionError: ExplainedError {
    /// The server could not be asked, or its answer not be used.
    case server(PrometheusError)
    /// The archive could not be read or written.
    case storage(ArchiveError)

    package var message: String {
        switch self {
        case .server(let error): error.message
        case .storage(let error): error.message
        }
    }

    package var hint: Hint? {
        switch self {
        case .server(let error): error.hint
        case .storage(let error): error.hint
        }
    }

    /// The word under which the run is recorded.
    var outcome: RunOutcome {
        switch self {
        case .storage: .failure(.storage)
        case .server(let error): .failure(error.kind)
        }
    }
}

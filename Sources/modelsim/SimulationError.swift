import Latency

enum SimulationError: ExplainedError, Equatable {
    /// A file or directory of the history can't be written.
    case unwritable(path: String, reason: String)

    var message: String {
        switch self {
        case .unwritable(let path, let reason): "cannot write \(path): \(reason)"
        }
    }

    var hint: String? {
        switch self {
        case .unwritable: "name a directory that you may write to with --out"
        }
    }
}

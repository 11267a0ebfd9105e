import Latency
import Support

enum SimulationError: ExplainedError, Equatable {
    /// A file or directory of the history can't be written.
    case unwritable(path: String, reason: String)
    /// The live fleet can't listen there.
    case notListening(address: String, reason: String)

    var message: String {
        switch self {
        case .unwritable(let path, let reason): "cannot write \(path): \(reason)"
        case .notListening(let address, let reason): "cannot listen on \(address): \(reason)"
        }
    }

    var hint: Hint? {
        switch self {
        case .unwritable: "name a directory that you may write to with --out"
        case .notListening: "choose another port with --port"
        }
    }
}

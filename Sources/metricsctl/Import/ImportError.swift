import Latency
import Support

/// Why a file cannot be imported.
enum ImportError: ExplainedError {
    /// The file can't be opened or read.
    case cannotRead(file: String, reason: String)
    /// A line is none that an export has. Lines count from 1.
    case badLine(file: String, line: Int, reason: String)
    /// An archive has a window with more requests than any server tells.
    case beyondCounting(file: String)
    /// The last line of an export is missing.
    case cutOff(file: String)

    var message: String {
        switch self {
        case .cannotRead(let file, let reason): "cannot read \(file): \(reason)"
        case .badLine(let file, let line, let reason): "line \(line) of \(file) is not of an export: \(reason)"
        case .beyondCounting(let file): "\(file) has a window with 2^53 requests or more in a bucket"
        case .cutOff(let file): "\(file) is cut off: its last line is missing"
        }
    }

    var hint: Hint? {
        switch self {
        case .cannotRead: nil
        case .beyondCounting: "the days before that window were imported"
        case .badLine, .cutOff: "nothing was imported; `metricsctl archive export` writes what can be"
        }
    }
}

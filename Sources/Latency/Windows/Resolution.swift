/// How fine something is known in time.
package enum Resolution: Hashable, Sendable {
    /// Window by window.
    case window
    /// Hour by hour: the windows are no longer kept.
    case hour

    /// As answers have it, like a history's step: `5m` or `1h`.
    package var name: String {
        switch self {
        case .window: "5m"
        case .hour: "1h"
        }
    }
}

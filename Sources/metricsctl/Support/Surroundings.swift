import Glibc
import Rendering
import Reports

/// What commands take from the world around the process.
enum Surroundings {
    /// Seconds since 1970 UTC.
    @Sendable static func now() -> Int { time(nil) }

    static var zone: Zone { .local }

    /// A time as people here write it.
    static func text(_ time: Int) -> String { Timestamp.text(time, in: zone) }

    /// An environment variable; nil where it is not set, or empty.
    static func variable(_ name: String) -> String? {
        guard let value = getenv(name) else { return nil }
        let text = String(cString: value)
        return text.isEmpty ? nil : text
    }

    /// What stdout is.
    static var terminal: Terminal { terminal(at: STDOUT_FILENO) }

    /// What stderr is.
    static var errorTerminal: Terminal { terminal(at: STDERR_FILENO) }

    private static func terminal(at descriptor: Int32) -> Terminal {
        guard isatty(descriptor) == 1 else { return .none }
        var size = winsize()
        let known = ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
        let isPlain = variable("NO_COLOR") != nil || variable("TERM") == "dumb"
        return Terminal(isTerminal: true, width: known ? Int(size.ws_col) : Terminal.usualWidth, hasColor: !isPlain)
    }
}

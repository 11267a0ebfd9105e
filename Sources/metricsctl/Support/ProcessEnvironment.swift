import Glibc
import Questions
import Rendering
import Support

/// What commands take from the world around the process.
enum ProcessEnvironment {
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

    static var hostName: String {
        var bytes = [CChar](repeating: 0, count: 256)
        guard gethostname(&bytes, bytes.count - 1) == 0 else { return "" }
        return String(decoding: bytes.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Whose rights this process has.
    static var userName: String {
        getpwuid(geteuid()).map { String(cString: $0.pointee.pw_name) } ?? "user \(geteuid())"
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

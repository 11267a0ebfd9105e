import Glibc
import Latency
import Rendering
import Support
import Synchronization

/// The only place that writes to stdout and stderr.
enum Output {
    /// Why an answer did not get out.
    enum Failure: ExplainedError {
        /// The file or device behind stdout refused it.
        case cannotWrite(reason: String)

        var message: String {
            switch self {
            case .cannotWrite(let reason): "cannot write to stdout: \(reason)"
            }
        }

        var hint: Hint? { nil }
    }

    /// Data. A reader that went away (`metricsctl history | head -1`) ends the process at once and quietly, as SIGPIPE
    /// would have where it is not ignored.
    static func data(_ text: String) throws(Failure) { try succeed(write(text, to: STDOUT_FILENO)) }

    /// Data that comes in pieces. After a failure the others are not written.
    static func data(_ pieces: ((UnsafeRawBufferPointer) -> Void) -> Void) throws(Failure) {
        var error: Int32 = 0
        pieces { if error == 0 { error = write($0, to: STDOUT_FILENO) } }
        try succeed(error)
    }

    private static func succeed(_ error: Int32) throws(Failure) {
        if error == EPIPE { exit(ExitStatus.success.rawValue) }
        if error != 0 { throw .cannotWrite(reason: String(cString: strerror(error)).lowercased()) }
    }

    /// One line for people. Whatever is in it can't move their cursor, colour their screen or make a second line.
    @Sendable static func note(_ line: String) {
        // Nobody is left to hear that stderr is closed.
        _ = write(Self.eraser + TerminalText.harmless(line) + "\n", to: STDERR_FILENO)
    }

    /// What did not keep a command from its work; nothing where people want to hear of failures alone.
    static func warning(_ text: String) {
        if !isQuiet { note("metricsctl: warning: \(text)") }
    }

    /// A question for people, who answer in the same line.
    static func prompt(_ text: String) { _ = write(TerminalText.harmless(text), to: STDERR_FILENO) }

    /// A line on a terminal's stderr that the next one of these, or of `note`, takes the place of; empty takes it away.
    static func status(_ line: String) {
        let text = Self.eraser + TerminalText.harmless(line)
        hasStatus.store(!line.isEmpty, ordering: .relaxed)
        _ = write(text, to: STDERR_FILENO)
    }

    /// Whether only failures are told.
    static var isQuiet: Bool {
        get { quiet.load(ordering: .relaxed) }
        set { quiet.store(newValue, ordering: .relaxed) }
    }

    private static let quiet = Atomic(false)
    private static let hasStatus = Atomic(false)

    private static var eraser: String { hasStatus.exchange(false, ordering: .relaxed) ? "\r\u{1B}[K" : "" }

    /// 0, or what `errno` says.
    private static func write(_ text: String, to descriptor: Int32) -> Int32 {
        var text = text
        return text.withUTF8 { write(UnsafeRawBufferPointer($0), to: descriptor) }
    }

    private static func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Int32 {
        var rest = bytes[...]
        while let start = UnsafeRawBufferPointer(rebasing: rest).baseAddress, !rest.isEmpty {
            let count = Glibc.write(descriptor, start, rest.count)
            if count >= 0 {
                rest = rest.dropFirst(count)
            } else if errno != EINTR {
                return errno
            }
        }
        return 0
    }
}

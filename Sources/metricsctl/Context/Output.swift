import Latency
import Rendering
import Support
import Synchronization

/// All that is said on stdout and stderr.
final class Output: Sendable {
    enum Stream { case output, errors }

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

    /// Writes all of the bytes; returns the reason where that fails.
    private let write: @Sendable (_ bytes: UnsafeRawBufferPointer, _ stream: Stream) -> String?
    private let quiet = Atomic(false)
    private let hasStatus = Atomic(false)

    init(write: @escaping @Sendable (_ bytes: UnsafeRawBufferPointer, _ stream: Stream) -> String?) {
        self.write = write
    }

    /// Data.
    func data(_ text: String) throws(Failure) { try succeed(write(text, to: .output)) }

    /// Data that comes in pieces. After a failure the others are not written.
    func data(_ pieces: ((UnsafeRawBufferPointer) -> Void) -> Void) throws(Failure) {
        var reason: String?
        pieces { if reason == nil { reason = write($0, .output) } }
        try succeed(reason)
    }

    private func succeed(_ reason: String?) throws(Failure) {
        if let reason { throw .cannotWrite(reason: reason) }
    }

    /// One line for people. Whatever is in it can't move their cursor, colour their screen or make a second line.
    @Sendable func note(_ line: String) {
        // Nobody is left to hear that stderr is closed.
        _ = write(eraser + TerminalText.harmless(line) + "\n", to: .errors)
    }

    /// What did not keep a command from its work; nothing where people want to hear of failures alone.
    func warning(_ text: String) {
        if !isQuiet { note("metricsctl: warning: \(text)") }
    }

    /// A question for people, who answer in the same line.
    func prompt(_ text: String) { _ = write(TerminalText.harmless(text), to: .errors) }

    /// A line on a terminal's stderr that the next one of these, or of `note`, takes the place of; empty takes it away.
    func status(_ line: String) {
        let text = eraser + TerminalText.harmless(line)
        hasStatus.store(!line.isEmpty, ordering: .relaxed)
        _ = write(text, to: .errors)
    }

    /// Whether only failures are told.
    var isQuiet: Bool {
        get { quiet.load(ordering: .relaxed) }
        set { quiet.store(newValue, ordering: .relaxed) }
    }

    private var eraser: String { hasStatus.exchange(false, ordering: .relaxed) ? "\r\u{1B}[K" : "" }

    private func write(_ text: String, to stream: Stream) -> String? {
        var text = text
        return text.withUTF8 { write(UnsafeRawBufferPointer($0), stream) }
    }
}

import Glibc
import Latency
import Questions
import Rendering
import Support

/// A program of the user's, run once for each notice, without a shell in between.
///
/// Its arguments are the state, the model (empty for the collections) and a sentence; its environment is this process'
/// own with `METRICSCTL_STATE`, `METRICSCTL_PREVIOUS`, `METRICSCTL_SUBJECT` (`model`, `rule`, `collection`, `measure` or `test`), `METRICSCTL_MODEL`,
/// `METRICSCTL_SOURCE`, `METRICSCTL_METRIC_NAME`, `METRICSCTL_TEXT`, and, empty where unknown, `METRICSCTL_P95_MS`,
/// `_P95_LOWER_MS`, `_P95_UPPER_MS`, `_REQUESTS`, `_LIMIT_MS` and `_LASTING_SECONDS`, and `_DAMAGED`, 1 or 0, and `_RULE`. A zero byte, which neither can hold,
/// is shown as `\u0000`, and what is longer than the system takes is shortened, and ends by saying so.
struct NotifyCommand {
    let path: String
    let zone: Zone

    /// Waits for the end, `Notifier.timeout` seconds at most.
    func run(_ notice: Notification) throws(NotifyError) {
        let process = try start(notice)
        let deadline = ContinuousClock.now + .seconds(Notifier.timeout)
        var status: Int32 = 0
        while waitpid(process, &status, WNOHANG) == 0 {
            guard ContinuousClock.now < deadline else {
                kill(process, SIGKILL)
                waitpid(process, &status, 0)
                throw .command(path, reason: "it took longer than \(Int(Notifier.timeout)) s")
            }
            usleep(10_000)
        }
        // The low seven bits are the signal that ended it, the next eight its exit code.
        let signal = status & 0x7F
        if signal != 0 { throw .command(path, reason: "ended by signal \(signal)") }
        if status >> 8 & 0xFF != 0 { throw .command(path, reason: "exit code \(status >> 8 & 0xFF)") }
    }

    private func start(_ notice: Notification) throws(NotifyError) -> pid_t {
        let text = NotificationText(zone: zone).line(notice)
        let model = Self.fitting(notice.model?.text ?? "")
        let (latency, p95) = (notice.latency, notice.latency?.p95)
        let own: [(String, String)] = [
            ("STATE", notice.state.rawValue), ("PREVIOUS", notice.previous.rawValue), ("SUBJECT", notice.subject.kind),
            ("MODEL", model), ("SOURCE", Self.fitting(notice.source.name.text)),
            ("METRIC_NAME", Self.fitting(notice.source.metric.text)), ("TEXT", text),
            ("P95_MS", NotificationText().milliseconds(p95?.milliseconds)),
            ("P95_LOWER_MS", NotificationText().milliseconds(p95?.lower)),
            ("P95_UPPER_MS", NotificationText().milliseconds(p95?.upper)),
            ("REQUESTS", latency.map { String($0.requests) } ?? ""),
            ("LIMIT_MS", NotificationText().milliseconds(latency?.limit)),
            ("LASTING_SECONDS", latency.map { String($0.lasting) } ?? ""),
            ("DAMAGED", notice.isDamaged ? "1" : "0"), ("RULE", Self.fitting(notice.subject.rule?.text ?? "")),
        ]
        var variables = Self.inherited.filter { !$0.hasPrefix("METRICSCTL_") }
        variables += own.map { "METRICSCTL_\($0.0)=\($0.1)" }
        let arguments = [path, notice.state.rawValue, model, text]

        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // What this process ignores is its own business.
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGXFSZ)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))
        var process = pid_t()
        let code = Self.withPointers(arguments) { arguments in
            Self.withPointers(variables) { posix_spawn(&process, path, &actions, &attributes, arguments, $0) }
        }
        guard code == 0 else { throw .command(path, reason: SystemReason.text(code)) }
        return process
    }

    /// Linux takes at most 128 KiB as one argument or variable, and often 2 MiB of all together. Cut between scalars.
    static func fitting(_ text: String) -> String {
        let most = 8192
        guard text.utf8.count > most else { return text }
        var end = text.utf8.index(text.startIndex, offsetBy: most)
        while end.samePosition(in: text.unicodeScalars) == nil { end = text.utf8.index(before: end) }
        return "\(text[..<end])… (shortened from \(text.utf8.count) bytes)"
    }

    private static var inherited: [String] {
        var result: [String] = []
        var next = environ
        while let text = next.pointee {
            result.append(String(cString: text))
            next += 1
        }
        return result
    }

    /// The texts as C has them, with a null pointer at the end.
    private static func withPointers<Result>(
        _ texts: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Result
    ) -> Result {
        var pointers = texts.map {
            strdup($0.replacingScalars("\0", with: "\\u0000"))
        }
        defer { for pointer in pointers { free(pointer) } }
        pointers.append(nil)
        return pointers.withUnsafeBufferPointer { body($0.baseAddress!) }
    }
}

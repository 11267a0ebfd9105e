import Glibc
import Schedule
import Support

extension Context {
    /// That of this process.
    static func ofProcess(arguments: [String]) -> Context {
        Context(
            arguments: arguments, clock: seconds, instant: { .now }, zone: .local, environment: .ofProcess,
            terminals: .ofProcess, output: .ofProcess, read: input, archives: StoreOpener(), runTool: Subprocess.run)
    }

    @Sendable private static func seconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}

/// What stdin has.
@Sendable private func input(_ bytes: UnsafeMutableRawBufferPointer) -> Int {
    while true {
        let count = read(STDIN_FILENO, bytes.baseAddress, bytes.count)
        // Whoever was at the other end of a terminal that is gone sends nothing more.
        if count >= 0 || errno != EINTR { return max(0, count) }
    }
}

extension Environment {
    fileprivate static let ofProcess = Environment(
        variable: { name in
            guard let value = getenv(name) else { return nil }
            let text = String(cString: value)
            return text.isEmpty ? nil : text
        },
        hostName: {
            var bytes = [CChar](repeating: 0, count: 256)
            guard gethostname(&bytes, bytes.count - 1) == 0 else { return "" }
            return String(decoding: bytes.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        },
        userName: { getpwuid(geteuid()).map { String(cString: $0.pointee.pw_name) } ?? "user \(geteuid())" },
        folder: {
            guard let folder = getcwd(nil, 0) else { return nil }
            defer { free(folder) }
            return String(cString: folder)
        },
        program: {
            guard let path = realpath("/proc/self/exe", nil) else { return nil }
            defer { free(path) }
            return String(cString: path)
        },
        processID: getpid())
}

extension Terminals {
    fileprivate static let ofProcess = Terminals(
        output: { size(at: STDOUT_FILENO) }, errors: { size(at: STDERR_FILENO) },
        answer: {
            guard isatty(STDIN_FILENO) == 1, isatty(STDERR_FILENO) == 1 else { return nil }
            return { readLine(strippingNewline: true) ?? "" }
        })

    private static func size(at descriptor: Int32) -> Size? {
        guard isatty(descriptor) == 1 else { return nil }
        var size = winsize()
        let isKnown = ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
        return Size(columns: isKnown ? Int(size.ws_col) : nil)
    }
}

extension Output {
    fileprivate static let ofProcess = Output { bytes, stream in
        let descriptor = stream == .output ? STDOUT_FILENO : STDERR_FILENO
        var rest = bytes[...]
        while let start = UnsafeRawBufferPointer(rebasing: rest).baseAddress, !rest.isEmpty {
            let count = write(descriptor, start, rest.count)
            if count >= 0 {
                rest = rest.dropFirst(count)
            } else if errno != EINTR {
                // A reader that went away (`metricsctl history | head -1`) ends the process at once and quietly, as SIGPIPE
                // would have where it is not ignored.
                if errno == EPIPE, stream == .output { exit(ExitStatus.success.rawValue) }
                return SystemReason.text(errno)
            }
        }
        return nil
    }
}

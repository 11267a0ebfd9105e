import Glibc

/// Runs a program of this machine to its end, without a shell in between.
package struct Subprocess {
    package struct Result: Hashable, Sendable {
        /// nil: ended by a signal, or for taking too long.
        package let status: Int32?
        /// Byte for byte: not all that programs print is UTF-8.
        package let bytes: [UInt8]
        package let errors: String

        package var output: String { String(decoding: bytes, as: UTF8.self) }

        package init(status: Int32?, bytes: [UInt8], errors: String) {
            (self.status, self.bytes, self.errors) = (status, bytes, errors)
        }
    }

    /// What runs programs, so that tests can answer for them.
    package typealias Run =
        @Sendable (_ program: String, _ arguments: [String], _ input: [UInt8]) -> Result?

    private static let seconds = 20.0

    /// Looks the program up in PATH. nil: there is none.
    @Sendable package static func run(_ program: String, _ arguments: [String], _ input: [UInt8]) -> Result? {
        // Files without names rather than pipes: neither side can wait for the other for ever.
        guard let (stdin, stdout, stderr) = files(), write(input, to: stdin) else { return nil }
        defer { for file in [stdin, stdout, stderr] { fclose(file) } }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for (file, descriptor) in [(stdin, STDIN_FILENO), (stdout, STDOUT_FILENO), (stderr, STDERR_FILENO)] {
            posix_spawn_file_actions_adddup2(&actions, fileno(file), descriptor)
        }
        var process = pid_t()
        var pointers = ([program] + arguments).map { strdup($0) } + [nil]
        defer { for pointer in pointers { free(pointer) } }
        guard posix_spawnp(&process, program, &actions, nil, &pointers, environ) == 0 else { return nil }
        return Result(
            status: end(of: process), bytes: bytes(in: stdout),
            errors: String(decoding: bytes(in: stderr), as: UTF8.self))
    }

    private static func files() -> (UnsafeMutablePointer<FILE>, UnsafeMutablePointer<FILE>, UnsafeMutablePointer<FILE>)?
    {
        guard let first = tmpfile(), let second = tmpfile(), let third = tmpfile() else { return nil }
        return (first, second, third)
    }

    private static func write(_ bytes: [UInt8], to file: UnsafeMutablePointer<FILE>) -> Bool {
        let isWritten = fwrite(bytes, 1, bytes.count, file) == bytes.count && fflush(file) == 0
        rewind(file)
        return isWritten
    }

    private static func end(of process: pid_t) -> Int32? {
        let deadline = ContinuousClock.now + .seconds(seconds)
        var status: Int32 = 0
        while waitpid(process, &status, WNOHANG) == 0 {
            guard ContinuousClock.now < deadline else {
                kill(process, SIGKILL)
                waitpid(process, &status, 0)
                return nil
            }
            usleep(5_000)
        }
        // The low seven bits are the signal that ended it, the next eight its exit code.
        return status & 0x7F == 0 ? status >> 8 & 0xFF : nil
    }

    private static func bytes(in file: UnsafeMutablePointer<FILE>) -> [UInt8] {
        rewind(file)
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = fread(&buffer, 1, buffer.count, file)
            if count == 0 { return bytes }
            bytes += buffer[..<count]
        }
    }
}

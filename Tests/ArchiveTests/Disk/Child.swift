import Glibc

/// A program that a test runs beside itself.
final class Child {
    private let process: pid_t
    private let output: Int32

    /// Starts a program found by PATH, with its standard output kept for `waitForOutput`.
    init(_ command: String...) throws {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw SystemError(call: "pipe", code: errno) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
        var arguments = command.map { strdup($0) } + [nil]
        var process: pid_t = 0
        let code = posix_spawnp(&process, command[0], &actions, nil, &arguments, nil)
        for argument in arguments { free(argument) }
        posix_spawn_file_actions_destroy(&actions)
        close(ends[1])
        output = ends[0]
        self.process = process
        guard code == 0 else { throw SystemError(call: "posix_spawnp", code: code) }
    }

    deinit { close(output) }

    /// Returns when it has printed something, or has ended.
    func waitForOutput() {
        var byte: UInt8 = 0
        _ = read(output, &byte, 1)
    }

    /// Waits for its end; its exit code.
    func finished() -> Int32 {
        var status: Int32 = 0
        waitpid(process, &status, 0)
        return status >> 8 & 0xff
    }

    /// Ends it at once.
    func kill() {
        Glibc.kill(process, SIGKILL)
        _ = finished()
    }
}

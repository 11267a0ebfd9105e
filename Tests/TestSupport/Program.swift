import Foundation

/// Runs programs the way a user or cron does, and keeps all that they say.
package struct Program: Sendable {
    package struct Result: Hashable, Sendable {
        package let exitCode: Int32
        package let stdout: String
        package let stderr: String

        package init(exitCode: Int32, stdout: String, stderr: String) {
            self.exitCode = exitCode
            self.stdout = stdout
            self.stderr = stderr
        }
    }

    private let executable: URL
    private let environment: [String: String]

    /// - Parameter environment: the whole environment; nothing is inherited but PATH.
    package init(_ executable: URL, environment: [String: String] = [:]) {
        self.executable = executable
        let path = ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"]
        self.environment = path.merging(environment) { $1 }
    }

    /// `metricsctl` as built beside the tests, in UTC unless told otherwise.
    package static func metricsctl(_ environment: [String: String] = [:]) -> Program {
        Program(Checkout.product("metricsctl"), environment: ["TZ": "UTC"].merging(environment) { $1 })
    }

    package static func modelsim() -> Program { Program(Checkout.product("modelsim")) }

    /// Waits for the end. Both streams go to files, so that neither can fill up and block the program.
    package func run(_ arguments: [String]) throws -> Result {
        let folder = try TemporaryFolder()
        let (out, err) = (folder.url.appending(path: "stdout"), folder.url.appending(path: "stderr"))
        let process = try launch(arguments, stdout: out, stderr: err)
        process.waitUntilExit()
        return Result(
            exitCode: process.terminationStatus,
            stdout: String(decoding: try Data(contentsOf: out), as: UTF8.self),
            stderr: String(decoding: try Data(contentsOf: err), as: UTF8.self))
    }

    package func run(_ arguments: String...) throws -> Result { try run(arguments) }

    /// Starts it and returns. The caller stops it.
    package func launch(_ arguments: [String], stdout: URL, stderr: URL) throws -> Process {
        for file in [stdout, stderr] { try Data().write(to: file) }
        let process = Process()
        process.executableURL = executable
        process.arguments = arguments
        process.environment = environment
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try FileHandle(forWritingTo: stdout)
        process.standardError = try FileHandle(forWritingTo: stderr)
        try process.run()
        return process
    }
}

/// A folder of one test's own, removed with the value.
package final class TemporaryFolder: Sendable {
    package let url: URL

    /// - Parameter inMemory: in memory where that can be had: for tests whose many commits must not wait for a slow disk.
    package init(inMemory: Bool = false) throws {
        let memory = URL(fileURLWithPath: "/dev/shm")
        let hasMemory = inMemory && FileManager.default.isWritableFile(atPath: memory.path)
        let parent = hasMemory ? memory : FileManager.default.temporaryDirectory
        url = parent.appending(path: "metricsctl-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    /// A path in the folder.
    package func path(_ name: String) -> String { url.appending(path: name).path }
}

import Foundation

/// The built `metricsctl`, run as a process.
enum Program {
    struct Result: Equatable {
        let status: Int32
        let output: String
        let errors: String
    }

    /// It lies beside the test bundle.
    static let url = productsDirectory.appendingPathComponent("metricsctl")

    /// Runs it to its end. The environment holds `TZ=Asia/Seoul`, no home, and what is given.
    static func run(_ arguments: [String], environment: [String: String] = [:]) throws -> Result {
        let process = process(arguments, environment: environment)
        let (output, errors) = (Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = errors
        try process.run()
        // Answers of tests fit into a pipe's buffer but for stdout, which is read first.
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        let complaints = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return Result(status: process.terminationStatus, output: text, errors: complaints)
    }

    static func process(_ arguments: [String], environment: [String: String] = [:]) -> Process {
        let process = Process()
        process.executableURL = url
        process.arguments = arguments
        process.environment = ["TZ": "Asia/Seoul"].merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        return process
    }

    private static var productsDirectory: URL {
        // swift test loads the bundle into a process of the toolchain, whose arguments name the bundle.
        let bundle = CommandLine.arguments.first { $0.hasSuffix(".xctest") } ?? CommandLine.arguments[0]
        return URL(fileURLWithPath: bundle).deletingLastPathComponent()
    }
}

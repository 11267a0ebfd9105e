import Foundation
import TestSupport

/// One run of the built `metricsctl`: all that it said, to be compared as one value.
struct MetricsctlRun: Equatable {
    let status: Int32
    let output: String
    let errors: String

    static let url = Checkout.product("metricsctl")

    init(status: Int32, output: String, errors: String) {
        self.status = status
        self.output = output
        self.errors = errors
    }

    /// Runs it to its end, in `TZ=Asia/Seoul` unless told otherwise and without a home.
    init(_ arguments: [String], environment: [String: String] = [:]) throws {
        let program = Program(MetricsctlRun.url, environment: ["TZ": "Asia/Seoul"].merging(environment) { $1 })
        let result = try program.run(arguments)
        self.init(status: result.exitCode, output: result.stdout, errors: result.stderr)
    }

    /// The same process, not started yet.
    static func process(_ arguments: [String], environment: [String: String] = [:]) -> Process {
        let process = Process()
        process.executableURL = url
        process.arguments = arguments
        process.environment = ["TZ": "Asia/Seoul"].merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        return process
    }
}

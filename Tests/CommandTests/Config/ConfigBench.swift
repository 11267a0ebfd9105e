import Foundation
import TestSupport

/// A folder with a configuration, and commands that find it there.
struct ConfigBench {
    let folder: TemporaryFolder

    init(_ text: String) throws {
        folder = try TemporaryFolder()
        try write(text)
    }

    func write(_ text: String, _ name: String = "config.yaml") throws {
        try text.write(to: folder.url.appending(path: name), atomically: true, encoding: .utf8)
    }

    var file: String { folder.path("config.yaml") }

    /// What is in the folder beside the configuration.
    var others: [String] {
        get throws {
            try FileManager.default.contentsOfDirectory(atPath: folder.url.path).filter { $0 != "config.yaml" }.sorted()
        }
    }

    /// In UTC, without a home.
    func run(_ arguments: String..., environment: [String: String] = [:]) throws -> MetricsctlRun {
        try MetricsctlRun(arguments, environment: ["METRICSCTL_CONFIG": file, "TZ": "UTC"].merging(environment) { $1 })
    }
}

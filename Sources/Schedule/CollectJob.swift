import Latency
import Support

/// A collection that is to happen every five minutes.
package struct CollectJob: Hashable, Sendable {
    /// The absolute path of `metricsctl`.
    package let program: String
    /// What follows `collect`: all that it needs, since neither cron nor systemd reads a shell's profile.
    package let arguments: [String]

    /// Options of `collect` that name files that it reads.
    package static let fileOptions: Set<String> = [
        "--notify", "--header-file", "--bearer-token-file", "--netrc", "--cacert", "--cert", "--key",
    ]

    package init(program: String, arguments: [String]) {
        self.program = program
        self.arguments = arguments
    }

    /// What tells one job from another: a second one of the same source takes the place of the first.
    package var source: SourceID {
        // All sources of a configuration are one job.
        if let file = configuration { return Self.source(ofConfiguration: file, named: value(of: "--source")) }
        return SourceID(
            name: value(of: "--source").map { Name($0) } ?? Defaults.sourceName,
            metric: value(of: "--metric-name").map { Name($0) } ?? Defaults.metric)
    }

    /// What tells a job that collects the sources of a configuration from others.
    ///
    /// - Parameter name: the one source that it collects; nil for all.
    package static func source(ofConfiguration file: String, named name: String? = nil) -> SourceID {
        let names = ["config", name].compactMap(\.self)
        return SourceID(name: Name(names.joined(separator: " ")), metric: Name(file))
    }

    /// The file whose sources are collected; nil where the options describe the one source.
    package var configuration: String? {
        let describes = ["--prometheus-url", "--metric-name", "--model-label", "--selector", "--unit"]
        return describes.contains { value(of: $0) != nil } ? nil : value(of: "--config")
    }

    /// What is collected, for people.
    package var subject: String { configuration.map { "the sources of \($0)" } ?? source.metric.text }

    /// The value of an option, given as `--name value` or `--name=value`; the last one counts.
    package func value(of option: String) -> String? {
        var found: String?
        for (index, argument) in arguments.enumerated() {
            if argument == option, index + 1 < arguments.count { found = arguments[index + 1] }
            if argument.beginsWith(option + "=") { found = argument.pieces(by: "=", most: 2)[1] }
        }
        return found
    }
}

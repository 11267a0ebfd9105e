import HTTPClient
import Latency
import Support
import YAML

/// What a configuration file and those of `config.d` beside it say.
///
/// The values are checked, but nothing is read that they name, and no server asked.
package struct Configuration: Sendable {
    /// In the order in which they were read; empty where there is none.
    package let files: [String]
    /// A path, or a database's URL.
    package let archive: String?
    package let defaultSource: Name?
    /// Seconds that windows are kept.
    package let retention: Int?
    package let sources: [ConfiguredSource]
    package let models: [ModelRule]
    package let objectives: [Objective]
    package let exclusions: [Exclusion]
    /// For the page for customers, in the order of the file; an archive may have more.
    package let announcements: [Announcement]
    package let limits: ConfiguredLimits
    /// nil where nobody is to be told anything.
    package let notify: NotifyChoice?
    package let page: PageSettings
    /// All of it as it was read; nil without a file.
    package let record: Record?

    /// Without a file.
    package static let none = Configuration(ConfigurationBuilder(files: [], record: nil, credentials: nil))

    init(_ builder: borrowing ConfigurationBuilder) {
        (files, record) = (builder.files, builder.record)
        (archive, defaultSource, retention) = (builder.archive, builder.defaultSource, builder.retention)
        (sources, models) = (builder.sources, builder.models)
        (objectives, exclusions) = (builder.objectives, builder.exclusions)
        announcements = builder.announcements
        (limits, notify, page) = (builder.limits, builder.notify, builder.page)
    }

    /// - Parameters:
    ///   - zone: in which plain dates begin.
    ///   - credentials: the folder where systemd puts credentials; nil where it handed over none.
    package init(_ files: ConfigurationFiles, zone: Zone, credentials: String?) throws(ConfigurationError) {
        guard let (names, tree, mistakes) = files.read() else {
            self = .none
            return
        }
        try self.init(tree, files: names, mistakes: mistakes, zone: zone, credentials: credentials)
    }

    /// - Parameter mistakes: what is wrong with the files as such.
    init(
        _ tree: YAMLNode?, files: [String], mistakes: [YAMLMistake], zone: Zone, credentials: String?
    ) throws(ConfigurationError) {
        var reader = SchemaReader(zone: zone)
        let record = tree.flatMap { reader.record($0, Schema.file) }
        var builder = ConfigurationBuilder(files: files, record: record, credentials: credentials)
        builder.build()
        let all = mistakes + reader.mistakes + builder.mistakes
        if !all.isEmpty { throw ConfigurationError(all, in: files) }
        self.init(builder)
    }

    /// The names of systemd's credentials that its files of secrets are, each once.
    package var credentials: [String] { record.map { CredentialNames(in: $0).names } ?? [] }

    /// The source of this name; nil where there is none.
    package func source(named name: Name) -> ConfiguredSource? { sources.first { $0.name == name } }
}

/// All that is wrong with a configuration.
package struct ConfigurationError: Error, Hashable {
    /// In the order of the files and of their lines; of each place the first that was found.
    package let mistakes: [YAMLMistake]

    init(_ mistakes: [YAMLMistake], in files: [String]) {
        let order = Dictionary(files.enumerated().map { ($1, $0) }) { first, _ in first }
        var seen: Set<YAMLPosition> = []
        self.mistakes = mistakes.filter { seen.insert($0.position).inserted }.sorted {
            let (one, other) = ($0.position, $1.position)
            return (order[one.file] ?? 0, one.line, one.column) < (order[other.file] ?? 0, other.line, other.column)
        }
    }
}

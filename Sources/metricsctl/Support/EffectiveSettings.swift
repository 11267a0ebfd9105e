import Archive
import Collector
import Configuration
import Latency
import Questions

/// All settings as they hold for this command line, this environment and this archive.
struct EffectiveSettings {
    private(set) var all: [EffectiveSetting]

    init(_ options: ArchiveOptions, _ configuration: Configuration, in context: Context) throws {
        let path = try options.path(in: context)
        let written = configuration.written
        all = [Self.archive(path, options, written, context)] + written.filter { $0.key != "archive" }
        // One that can't be opened is another command's to tell.
        let stored = try? context.archives.reading(at: path)
        if configuration.sources.isEmpty {
            try addUsualSource(stored, context)
        } else {
            for source in configuration.sources { try add(source, stored) }
        }
    }

    private static func archive(
        _ path: String, _ options: ArchiveOptions, _ written: [EffectiveSetting], _ context: Context
    ) -> EffectiveSetting {
        if options.db != nil { return EffectiveSetting(key: "archive", value: path, origin: .flag, place: "--db") }
        if context.variable("METRICSCTL_DB") != nil {
            return EffectiveSetting(key: "archive", value: path, origin: .environment, place: "METRICSCTL_DB")
        }
        guard let own = written.first(where: { $0.key == "archive" }) else {
            return EffectiveSetting(key: "archive", value: path, origin: .standard)
        }
        return EffectiveSetting(key: "archive", value: path, origin: .file, place: own.place)
    }

    // MARK: Sources

    /// What `collect` takes where nothing names a source.
    private mutating func addUsualSource(_ stored: Archive?, _ context: Context) throws {
        let url = context.variable("PROMETHEUS_URL")
        var settings = try CollectCommand.parse([]).settings(in: context)
        settings.source = .standard
        let path = "sources.\(Defaults.sourceName)"
        all.append(
            EffectiveSetting(
                key: "\(path).url", value: settings.server.text, origin: url == nil ? .standard : .environment,
                place: url.map { _ in "PROMETHEUS_URL" }))
        all.append(
            EffectiveSetting(key: "\(path).metric", value: settings.source.metric.text, origin: .standard))
        try add(settings, below: path, but: [], isOfPreset: false, stored)
    }

    private mutating func add(_ source: ConfiguredSource, _ stored: Archive?) throws {
        let said = Set(all.map(\.key))
        for (measure, settings) in zip(source.collected, source.collections) {
            let path = "sources.\(source.name).measures.\(measure.measure)"
            if !said.contains("\(path).metric") {
                let metric = measure.metric.text
                all.append(EffectiveSetting(key: "\(path).metric", value: metric, origin: .table))
            }
            let below = ["model_label", "selector"].filter { said.contains("sources.\(source.name).\($0)") }
            let own = ["unit", "model_label", "selector"].filter { said.contains("\(path).\($0)") }
            try add(settings, below: path, but: below + own, isOfPreset: measure.isOfPreset, stored)
        }
    }

    /// Unit, label and selector of a metric.
    ///
    /// - Parameter said: those that stand in the file.
    private mutating func add(
        _ settings: CollectionSettings, below path: String, but said: [String], isOfPreset: Bool, _ stored: Archive?
    ) throws {
        let resolved = try settings.resolved(in: stored).description
        let known = try stored?.source(named: settings.source.name, metric: settings.source.metric)
        let isStored = try known.map { try stored?.hasCollected($0) == true } ?? false
        let facts = KnownMetrics.facts(of: settings.source.metric.text)
        func origin(given: Bool, inTable: Bool) -> EffectiveSetting.Origin {
            if given, isOfPreset { return .table }
            return isStored ? .archive : inTable ? .table : .standard
        }
        let rows: [(key: String, value: String, EffectiveSetting.Origin)] = [
            ("unit", resolved.unit.rawValue, origin(given: settings.unit != nil, inTable: facts?.unit != nil)),
            (
                "model_label", resolved.modelLabel.text,
                origin(given: settings.modelLabel != nil, inTable: facts?.modelLabels.isEmpty == false)
            ),
            (
                "selector", resolved.selector.text,
                origin(given: settings.selector != nil, inTable: facts?.selector != nil)
            ),
        ]
        let isCounted = resolved.kind == .counter
        for (key, value, origin) in rows
        where !said.contains(key) && !(key == "selector" && value.isEmpty) && !(key == "unit" && isCounted) {
            all.append(EffectiveSetting(key: "\(path).\(key)", value: value, origin: origin))
        }
    }
}

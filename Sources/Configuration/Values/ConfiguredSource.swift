import Collector
import HTTPClient
import Latency
import YAML

/// A server of the file, and what is measured there.
package struct ConfiguredSource: Sendable {
    package let name: Name
    package let position: YAMLPosition
    /// The configuration's first file.
    package let configuration: String
    package let server: ServerURL
    package let access: AccessFiles
    package let preset: String?
    /// The labels that its counts are to be kept by beside the model.
    package let by: [Name]
    /// Seconds to wait for one answer.
    package let timeout: Double?
    package let retries: Int?
    package let modelLimit: Int?
    /// Whole requests first, since questions without a measure answer for the first that is collected.
    package let measures: [ConfiguredMeasure]

    /// What can be collected.
    package var collected: [ConfiguredMeasure] { measures.filter { $0.form.obstacle == nil } }

    /// How each of its measures is collected. What is nil there is taken from what the archive has, else from the table of
    /// known metrics, else from the metric's name, or the server is asked.
    package var collections: [CollectionSettings] {
        collected.enumerated().map { index, measure in
            var settings = CollectionSettings(server: server)
            settings.access = access
            settings.source = SourceID(name: name, metric: measure.identity)
            (settings.measure, settings.kind) = (Name(measure.measure), measure.form.kind)
            (settings.names, settings.labels) = (measure.form.names, by)
            settings.spellings = measure.form.spellings
            settings.classLabel = measure.form.classLabel.map { Name($0) }
            (settings.modelLabel, settings.selector) = (measure.modelLabel, measure.selector)
            (settings.unit, settings.configuration) = (measure.unit, configuration)
            // Not every version of a server has all that its preset knows; the first is what it is there for.
            settings.mayBeMissing = measure.isOfPreset && index > 0
            settings.timeout = timeout ?? settings.timeout
            settings.retries = retries ?? settings.retries
            settings.modelLimit = modelLimit ?? settings.modelLimit
            return settings
        }
    }
}

/// What one measure of a source is read from.
package struct ConfiguredMeasure: Hashable, Sendable {
    /// `ttft`, or the metric's own name.
    package let measure: String
    package let metric: Name
    /// nil where nothing is said.
    package let unit: LatencyUnit?
    package let modelLabel: String?
    package let selector: String?
    /// By what it is known in an archive: its name or, where an earlier measure of the source is of the same metric, its name
    /// and its selector.
    package var identity: Name
    package let form: MeasureForm
    /// Whether the metric is named by the source's preset alone.
    package let isOfPreset: Bool

    /// Whether it counts requests, errors or tokens.
    package var isCount: Bool { Measure(rawValue: measure).map { !$0.isLatency } ?? false }

    /// The identity of a part of a metric.
    static func part(of metric: String, _ selector: String?) -> String { "\(metric){\(selector ?? "")}" }
}

/// What kind of metric a measure is read from.
package struct MeasureForm: Hashable, Sendable {
    /// nil where only the server can tell.
    package var kind: SourceKind?
    /// Why it can't be collected, behind its name; nil where it can.
    package var obstacle: String?
    /// The label that tells classes of requests or errors; nil for none.
    package var classLabel: String?
    /// Other names of the same metric, each of which takes the place of those behind it; empty for none.
    package var names: [String] = []
    /// What a server that spells names otherwise has in its place.
    package var spellings: [MetricSpelling] = []

    /// Of what nothing is known.
    init() {}

    init(of metric: KnownMetric, names: [String] = []) {
        (kind, obstacle, classLabel) = (metric.sourceKind, metric.obstacle, metric.classLabel)
        self.names = names.count > 1 ? names : []
    }
}

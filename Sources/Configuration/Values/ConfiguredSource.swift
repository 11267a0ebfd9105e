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
    package var latencies: [ConfiguredMeasure] { measures.filter { !$0.isCount && $0.isHistogram } }

    /// How each of its latencies is collected. What is nil there is taken from what the archive has, else from the table of
    /// known metrics, else from the metric's name.
    package var collections: [CollectionSettings] {
        latencies.enumerated().map { index, measure in
            var settings = CollectionSettings(server: server)
            settings.access = access
            settings.source = SourceID(name: name, metric: measure.metric)
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
    /// False where it is known for something else: a sum, or a summary.
    package let isHistogram: Bool
    /// Whether the metric is named by the source's preset alone.
    package let isOfPreset: Bool

    /// Whether it counts requests, errors or tokens.
    package var isCount: Bool { Measure(rawValue: measure).map { !$0.isLatency } ?? false }
}

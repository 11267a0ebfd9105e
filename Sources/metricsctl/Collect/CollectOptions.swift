import Archive
import ArgumentParser
import Collector
import HTTPClient
import Latency
import Prometheus
import Questions
import Schedule
import Support

extension LatencyUnit: ExpressibleByArgument {
    public init?(argument: String) {
        guard let unit = LatencyUnit(rawValue: argument), Self.choices.contains(unit) else { return nil }
        self = unit
    }

    public static var allValueStrings: [String] { choices.map(\.rawValue) }
}

/// The flags that say what `collect` asks for, and whom.
struct CollectOptions: ParsableArguments {
    @Option(
        name: .customLong("prometheus-url"),
        help: ArgumentHelp("The server. Default: PROMETHEUS_URL, else \(Defaults.serverURL).", valueName: "url"))
    var prometheusURL: String?

    @OptionGroup var access: AccessOptions
    @OptionGroup var source: SourceOptions

    @Option(
        help: ArgumentHelp(
            "The label that names the model. Default: as stored, else that of a known metric, else \(Defaults.modelLabel).",
            valueName: "label"))
    var modelLabel: String?

    @Option(
        help: ArgumentHelp(
            "Only series that match, as between PromQL's braces: 'job=\"api\"'. Default: as stored, else all.",
            valueName: "matchers"))
    var selector: String?

    @Option(
        help: ArgumentHelp(
            "The unit of the histogram's bounds. Default: as stored, else that of a known metric, else what the name ends in.",
            valueName: "unit"))
    var unit: LatencyUnit?

    @Option(
        help: ArgumentHelp(
            "Seconds to wait for one answer. Default: \(Int(Defaults.timeout)).", valueName: "seconds"))
    var timeout: Double?

    @Option(
        help: ArgumentHelp(
            "How many times to retry a transient failure. Default: \(Defaults.retries).", valueName: "count"))
    var retries: Int?

    @Option(
        help: ArgumentHelp(
            "Maximum number of named models; the rest are counted together as (other). Default: \(Defaults.modelLimit).",
            valueName: "count"))
    var modelLimit: Int?

    func validate() throws {
        if let retries, !(0...100 ~= retries) {
            throw ValidationError("--retries must be between 0 and 100, got \(retries)")
        }
        if let modelLimit, !(1...100_000 ~= modelLimit) {
            throw ValidationError("--model-limit must be between 1 and 100000, got \(modelLimit)")
        }
        if let timeout, !(timeout > 0 && timeout <= 3600) {
            throw ValidationError("--timeout must be more than 0 and at most 3600 seconds, got \(timeout)")
        }
        if let modelLabel, !MetricSelector.mayBeLabelName(modelLabel) || modelLabel == "le" {
            throw ValidationError("--model-label must be the name of a label, got \"\(modelLabel)\"")
        }
        if source.metricName == "" { throw ValidationError("--metric-name must name a metric") }
        if source.source == "" { throw ValidationError("--source must be a name") }
    }

    private func server(in context: Context) throws -> ServerURL {
        let text = prometheusURL ?? context.variable("PROMETHEUS_URL") ?? Defaults.serverURL
        do { return try ServerURL(text) } catch { throw UsageError(error) }
    }

    func settings(in context: Context) throws -> CollectionSettings {
        var settings = CollectionSettings(server: try server(in: context))
        settings.access = access.files
        settings.source = SourceID(
            name: source.source ?? Defaults.sourceName, metric: source.metricName ?? Defaults.metric)
        (settings.modelLabel, settings.selector, settings.unit) = (modelLabel, selector, unit)
        return withLimits(settings)
    }

    /// With the limits that flags name.
    func withLimits(_ settings: CollectionSettings) -> CollectionSettings {
        var settings = settings
        settings.timeout = timeout ?? settings.timeout
        settings.retries = retries ?? settings.retries
        settings.modelLimit = modelLimit ?? settings.modelLimit
        return settings
    }

    /// Whether flags say what is asked for, and whom: then no source of a configuration is meant.
    var nameSource: Bool {
        prometheusURL != nil || source.metricName != nil || modelLabel != nil || selector != nil || unit != nil
    }

    /// Seconds since 1970 UTC.
    ///
    /// - Parameter option: whose value the text is.
    static func time(_ text: String, of option: String = "at", in context: Context) throws -> Int {
        guard let time = Timestamp.parse(text, in: context.zone) else {
            throw RequestError.badTime(text, parameter: option)
        }
        return time
    }
}

/// A command line that is wrong, in the words of the part that found out.
struct UsageError: ExplainedError {
    let message: String
    let hint: Hint?

    init(_ error: any ExplainedError) { self.init(error.message, hint: error.hint) }

    init(_ message: String, hint: Hint?) {
        self.message = message
        self.hint = hint
    }
}

import Archive
import Collector
import HTTPClient
import Latency
import Prometheus
import Rendering

/// `collect --dry-run`: the queries as they are sent, and what would be stored of their answers.
struct DryRun {
    let settings: CollectionSettings
    let archivePath: String
    /// Seconds since 1970 UTC.
    let now: Int
    let backfill: ClosedRange<Window>?
    /// Whether those are asked for again where they are stored.
    let replaces: Bool
    let context: Context

    func run() throws {
        let archive = try archive()
        let resolved = try settings.resolved(in: archive, at: backfill?.upperBound ?? Window(endedAt: now), context)
        let description = resolved.description
        let (plan, limit, isNew, stored) = try plan(for: description, in: archive)
        let client = try settings.client(
            tellsRetries: context.errorTerminal.isTerminal && !context.output.isQuiet, in: context, onQuery: show)
        let reader = HistogramReader(
            client: client, source: description, names: resolved.names, isNew: isNew, stored: stored)
        var loop = BatchRunner([(plan, reader)], limit, client: client)
        do throws(CollectionError) {
            _ = try loop.run { step in step.slices.compactMap(\.self).forEach { show($0, of: description) } }
        } catch {
            if settings.mayBeMissing, case .server(let cause) = error, cause.isUnknownMetric {
                return say("# not collected: \(cause.message)\n")
            }
            // Before anything was ever collected it is the queries that people want to see, wherever they are.
            guard archive == nil, case .server(.transport(let cause)) = error, cause.isUnreachable else { throw error }
            context.output.warning("\(cause.message): these are the queries that it would be asked")
        }
        try context.output.data("# nothing was stored in \(TerminalText.harmless(archivePath))\n")
    }

    /// What a run would ask for now, with an archive or without.
    private func plan(
        for description: SourceDescription, in archive: Archive?
    ) throws -> (CollectionPlan, ModelLimit, isNew: Bool, HistogramReader.StoredWindows) {
        guard let archive, let source = try archive.knownSource(description) else {
            return (CollectionPlan(now: now, backfill: backfill), ModelLimit(settings.modelLimit), true, { _, _ in [] })
        }
        let plan =
            if replaces, let backfill {
                try CollectionPlan(now: now, again: backfill, of: source, in: archive)
            } else {
                try CollectionPlan(now: now, backfill: backfill, of: source, in: archive)
            }
        let limit = try ModelLimit(settings.modelLimit, of: [(source, plan.rechecked)], in: archive)
        let isNew = try archive.models(of: source).value.isEmpty
        return (plan, limit, isNew, Collection.storedWindows(of: source, in: archive))
    }

    private func archive() throws -> Archive? {
        do {
            return try context.archives.reading(at: archivePath)
        } catch ArchiveError.missing {
            return nil
        }
    }

    private func show(_ query: PrometheusClient.Query) {
        let (first, last) = (
            context.text(query.windows.lowerBound.end), context.text(query.windows.upperBound.end)
        )
        let when = first == last ? "at \(first)" : "from \(first) to \(last), every 5m"
        say("# \(settings.server.text), \(when)\n\(TerminalText.harmless(query.expression))\n")
    }

    private func show(_ slice: HistogramReader.Slice, of description: SourceDescription) {
        for collected in slice.windows {
            let (window, models) = (context.text(collected.window.end), collected.models.count.of("model"))
            say("# would store the window of \(window): \(models)")
            for model in collected.models {
                let (name, count) = (TerminalText.modelName(model.model), model.histogram.requests)
                // A counter counts whatever it is of: tokens, errors.
                let counted = description.kind == .counter ? "\(count) counted" : count.of("request")
                say("#   \(name): \(counted), \(model.quality.name)")
            }
        }
        for warning in slice.warnings { say("# warning: \(TerminalText.harmless(warning.text))") }
        say("")
    }

    /// A reader that went away ends the process in `Output`.
    private func say(_ text: String) {
        do { try context.output.data(text + "\n") } catch { context.output.note("metricsctl: \(error.message)") }
    }
}

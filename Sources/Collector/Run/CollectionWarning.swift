import Archive
import Latency
import Prometheus

/// Something that a run had to leave out, though it went well.
package struct CollectionWarning: Hashable, Sendable {
    package let code: WarningCode
    /// For people; it names models and targets.
    package let text: String

    init(_ code: WarningCode, _ text: String) {
        self.code = code
        self.text = text
    }

    /// Whether it is worth a line in cron's log.
    package var isLoud: Bool { code.isLoud }

    static func forgotten(_ windows: Int) -> [CollectionWarning] {
        guard windows > 0 else { return [] }
        let text = "the server remembers nothing of \(windows.windows) that were missed: they stay uncollected"
        return [CollectionWarning(.windowsForgotten, text)]
    }

    static func folded(_ folding: ModelLimit.Folding) -> [CollectionWarning] {
        let rest = "the rest are counted together as \(ModelLimit.foldedName)"
        return [
            folding.models
                ? CollectionWarning(.modelsFolded, "more models than may have names: \(rest)") : nil,
            folding.labels
                ? CollectionWarning(.labelsFolded, "more than \(ModelLimit.labelSets) sets of labels: \(rest)") : nil,
        ].compactMap(\.self)
    }

    static func nothingMatches(_ source: SourceDescription) -> CollectionWarning {
        let which = source.selector.isEmpty ? "" : " that matches \(source.selector)"
        return CollectionWarning(
            .nothingMatches, "no series of \(source.metric)\(which) was ever seen: nothing is collected")
    }

    static let repeatedSamples = CollectionWarning(
        .repeatedSamples,
        "the server has samples twice, with the same time and value: each is counted once "
            + "(-dedup.minScrapeInterval=1ms has VictoriaMetrics drop the copies)")

    static func storedTwice(_ twice: TwiceStored) -> CollectionWarning {
        CollectionWarning(.storedTwice, "\(twice.text); collect one of them, as with the selector \(twice.selector)")
    }

    /// - Parameter targets: how many are up that may have the series; nil where the server knows of none.
    static func seriesGone(_ source: SourceDescription, windows: Int, targets: Int?) -> CollectionWarning {
        let which = source.selector.isEmpty ? "" : " that matches \(source.selector)"
        let though = targets.map { $0 == 1 ? "1 target is up" : "\($0) targets are up" } ?? "the server answers"
        return CollectionWarning(
            .seriesGone, "no series of \(source.metric)\(which) in the last \(windows.windows), though \(though)")
    }

    /// - Parameters:
    ///   - before: the requests of all windows that were asked for again, as they were stored.
    ///   - after: the same now.
    static func replaced(_ windows: Int, before: Int, after: Int) -> CollectionWarning {
        CollectionWarning(
            .windowsReplaced, "\(windows.windows) asked for again: \(before) requests were stored, \(after) are now")
    }

    /// From 90 % on.
    static func modelsRunningOut(_ capacity: ModelCapacity) -> [CollectionWarning] {
        capacity.warning.map { [CollectionWarning(.modelsRunningOut, $0)] } ?? []
    }

    /// What could not be stored where it belongs, or compared with what is stored.
    static func damaged(_ damages: Damages) -> [CollectionWarning] {
        damages.warnings.map { CollectionWarning(.archiveDamaged, $0) }
    }

    /// As it is kept with the run.
    var stored: String { "\(code.rawValue): \(text)" }
}

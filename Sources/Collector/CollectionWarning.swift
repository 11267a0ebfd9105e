import Archive

/// Something that a run had to leave out, though it went well.
package struct CollectionWarning: Hashable, Sendable {
    package let code: WarningCode
    /// For people; it names models and targets.
    package let text: String

    package init(_ code: WarningCode, _ text: String) {
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

    static func nothingMatches(_ source: SourceDescription) -> CollectionWarning {
        let which = source.selector.isEmpty ? "" : " that matches \(source.selector)"
        return CollectionWarning(
            .nothingMatches, "no series of \(source.metric)\(which) was ever seen: nothing is collected")
    }

    /// - Parameters:
    ///   - before: the requests of all windows that were asked for again, as they were stored.
    ///   - after: the same now.
    static func replaced(_ windows: Int, before: Int, after: Int) -> CollectionWarning {
        CollectionWarning(
            .windowsReplaced, "\(windows.windows) asked for again: \(before) requests were stored, \(after) are now")
    }

    /// As it is kept with the run.
    var stored: String { "\(code.rawValue): \(text)" }
}

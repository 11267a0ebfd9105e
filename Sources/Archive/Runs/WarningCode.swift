/// What a run that went well had to leave out. The raw values are stored in archives and shown by `health`: they never
/// change.
package enum WarningCode: String, CaseIterable, Sendable {
    /// Counts of a model that no request could have made, or that the server would not tell in any way.
    case modelsRefused = "models_refused"
    /// Models whose samples the server would not hand out: what it makes of them itself was taken.
    case estimatedCounts = "estimated_counts"
    /// Several processes answer in turn behind one target.
    case sharedTargets = "shared_targets"
    /// Replicas that were running before they were first seen: what they did before is left out.
    case partialCounts = "partial_counts"
    /// Replicas that were scraped while they counted, so that some of their buckets were ahead of others.
    case tornBuckets = "torn_buckets"
    /// More models than may have names of their own.
    case modelsFolded = "models_folded"
    /// More sets of labels than are kept apart.
    case labelsFolded = "labels_folded"
    /// Windows that were asked for again took the place of stored ones.
    case windowsReplaced = "windows_replaced"
    /// Windows that the server could not be had to answer.
    case windowsLeft = "windows_left"
    /// Windows that were missed and that the server no longer remembers.
    case windowsForgotten = "windows_forgotten"
    /// The metric's series are gone, though targets that had them are up.
    case seriesGone = "series_gone"
    /// The unit of what is collected was taken for seconds: told by the first run.
    case unitGuessed = "unit_guessed"
    /// The source is collected otherwise than the table of known metrics has it: told once.
    case knownOtherwise = "known_otherwise"
    /// The server knows the metric, but no series of it ever matched. No line of every run: a server may have no traffic
    /// yet.
    case nothingMatches = "nothing_matches"
    /// Parts of the archive are damaged, and nothing could be stored there.
    case archiveDamaged = "archive_damaged"

    /// The server has the same targets twice: told by the first run and once a day.
    case storedTwice = "stored_twice"

    /// The server hands out copies of samples, each of which is counted once.
    case repeatedSamples = "repeated_samples"

    /// Soon the archive can name no more new models: told once a day.
    case modelsRunningOut = "models_running_out"

    /// Whether somebody should hear of it. Partial counts are as usual as new replicas, where nothing tells of those, and
    /// as the oldest windows that a server remembers; what is forgotten stays so, what was torn is counted later, and
    /// copies are left out by every run.
    package var isLoud: Bool {
        ![.partialCounts, .windowsForgotten, .tornBuckets, .nothingMatches, .repeatedSamples].contains(self)
    }
}

extension Run {
    /// The kinds of its warnings, each once. A stored warning begins with its code and a colon; those of older versions
    /// have none.
    package var warningCodes: [WarningCode] {
        let codes = Set(warnings.map { $0.prefix { $0 != ":" } })
        return WarningCode.allCases.filter { codes.contains($0.rawValue[...]) }
    }

    /// What the first of its warnings of this kind says, without the code; nil where there is none.
    package func text(of code: WarningCode) -> String? {
        let start = "\(code.rawValue): "
        return warnings.first { $0.hasPrefix(start) }.map { String($0.dropFirst(start.count)) }
    }
}

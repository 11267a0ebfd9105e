import Archive
import Latency

/// The replicas of one model that have a flaw, and how often it was met.
struct FlawedReplicas {
    /// By their `instance`.
    private var targets: Set<Name> = []
    private var windows = 0

    mutating func add(_ targets: Set<Name>) {
        self.targets.formUnion(targets)
        windows += 1
    }

    /// What to say of it; nil where nothing is said of single models.
    ///
    /// - Parameter model: as people read it.
    func warning(of model: String, _ flaw: ReplicaHistory.Flaw) -> CollectionWarning? {
        let names = targets.sorted().map(\.text).joined(separator: ", ")
        switch flaw {
        case .unknownPast, .caughtUp: return nil
        case .sharedTarget:
            let text = """
                \(model) is counted by several processes that answer in turn behind one target (\(names)): \
                left out of \(windows.windows)
                """
            return CollectionWarning(.sharedTargets, text)
        case .impossibleCounts:
            let text = """
                \(model) has fewer requests up to a bound than up to a lower one in some replicas (\(names)): these are \
                left out of \(windows.windows)
                """
            return CollectionWarning(.modelsRefused, text)
        case .tornBuckets:
            let text = """
                \(model) was scraped while it counted, so that some buckets were ahead of others (\(names)): what \
                \(windows.windows) lack is counted in the next
                """
            return CollectionWarning(.tornBuckets, text)
        case .countAhead:
            let text = """
                \(model) was scraped while it counted, so that its count of all requests was ahead of its other buckets \
                (\(names)): some requests seem slower or faster than they were in \(windows.windows)
                """
            return CollectionWarning(.tornBuckets, text)
        case .unfitCounts:
            let text = """
                \(model) went on with counts that don't fit those before, as of other bounds (\(names)): what it did in \
                between is left out of \(windows.windows)
                """
            return CollectionWarning(.partialCounts, text)
        }
    }
}

extension ReplicaInspector.Finding {
    /// Whether something is left out that replicas did before they were first seen.
    var isOfUnknownPast: Bool {
        if flaws[.unknownPast] != nil { return true }
        guard flaws.isEmpty, case .success(let value) = result else { return false }
        return value.quality == .partial
    }
}

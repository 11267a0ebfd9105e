import Latency

/// What a slice's questions found so far, by window and model.
struct SliceResult {
    var models: [Window: [SeriesKey: ModelWindow]] = [:]
    /// The models of which nothing could be read.
    private(set) var refusedModels: [Window: Set<SeriesKey>] = [:]
    /// The models that a later window showed not to be as they seem, also in windows that are not among these.
    private(set) var doubted: [Window: Set<SeriesKey>] = [:]
    /// When processes of models began, in seconds since 1970 UTC.
    private(set) var processStarts: [SeriesKey: Set<Int>] = [:]
    private var refusals: [SeriesKey: (reason: String, windows: Int)] = [:]
    private var estimates: [SeriesKey: (reason: String, windows: [Window])] = [:]
    private var partial: Set<SeriesKey> = []
    /// Values that count from scrapes of long ago.
    private(set) var farReaches: [(window: Window, reach: ReplicaInspector.StaleBaseline)] = []
    private var flaws: [ReplicaHistory.Flaw: [SeriesKey: FlawedReplicas]] = [:]

    mutating func add(_ value: ModelWindow, in window: Window) { models[window, default: [:]][value.series] = value }

    mutating func add(_ finding: ReplicaInspector.Finding, in window: Window) {
        // A process that began shortly before the window may be seen first in it; what is older was seen before.
        let new = finding.processStarts.filter { window.start - Window.seconds < $0 && $0 <= window.end }
        if !new.isEmpty { processStarts[finding.model, default: []].formUnion(new) }
        switch finding.result {
        case .success(let value):
            add(value, in: window)
            if let reach = finding.farReach { farReaches.append((window, reach)) }
            if finding.isOfUnknownPast { partial.insert(finding.model) }
            if let reason = finding.reasonForEstimate {
                estimates[finding.model, default: (reason, [])].windows.append(window)
            }
        case .failure(let refusal):
            refusedModels[window, default: []].insert(finding.model)
            refusals[finding.model, default: (refusal.reason, 0)].windows += 1
        }
        if finding.flaws[.impossibleCounts] != nil { refusedModels[window, default: []].insert(finding.model) }
        if finding.flaws[.caughtUp] != nil { doubt(finding.model, in: window.advanced(by: -1)) }
        for (flaw, targets) in finding.flaws {
            flaws[flaw, default: [:]][finding.model, default: FlawedReplicas()].add(targets)
        }
    }

    /// Of what was ahead at the end of a window only the next one shows that it was.
    private mutating func doubt(_ model: SeriesKey, in window: Window) {
        doubted[window, default: []].insert(model)
        guard let value = models[window]?[model], value.quality < .reset else { return }
        add(ModelWindow(series: model, quality: .reset, histogram: value.histogram), in: window)
    }

    /// Takes what the model did without what is counted from long ago.
    mutating func discard(_ reach: ReplicaInspector.StaleBaseline, in window: Window) {
        add(reach.conservative, in: window)
        partial.insert(reach.conservative.series)
    }

    /// Leaves out the estimates of what is stored already.
    mutating func dropEstimates(where isStored: (SeriesKey, Window) -> Bool) {
        for (model, found) in estimates {
            let (known, new) = found.windows.split { isStored(model, $0) }
            for window in known { models[window]?[model] = nil }
            estimates[model] = new.isEmpty ? nil : (found.reason, new)
        }
    }

    /// One per model and kind, a sentence that begins with the model's name, and one for all partial counts: at the
    /// start of what a server remembers there are many.
    func warnings() -> [CollectionWarning] {
        let refused = refusals.sorted { $0.key < $1.key }.map { model, refusal in
            let text = "\(name(model)) \(refusal.reason): left out of \(refusal.windows.windows)"
            return CollectionWarning(.modelsRefused, text)
        }
        let estimated = estimates.sorted { $0.key < $1.key }.map { model, found in
            let text =
                "\(name(model)) \(found.reason): the server's estimate is taken in \(found.windows.count.windows)"
            return CollectionWarning(.estimatedCounts, text)
        }
        return flawWarnings([.sharedTarget]) + refused + estimated
            + flawWarnings([.impossibleCounts, .tornBuckets, .countAhead, .unfitCounts])
            + [partialWarning].compactMap(\.self)
    }

    private func flawWarnings(_ kinds: [ReplicaHistory.Flaw]) -> [CollectionWarning] {
        kinds.flatMap { kind in
            (flaws[kind] ?? [:]).sorted { $0.key < $1.key }.compactMap { $1.warning(of: name($0), kind) }
        }
    }

    private var partialWarning: CollectionWarning? {
        guard !partial.isEmpty else { return nil }
        let first = partial.sorted().prefix(3).map(name).joined(separator: ", ")
        let names = first + (partial.count > 3 ? " and \(partial.count - 3) more" : "")
        return CollectionWarning(
            .partialCounts,
            "what replicas did before they were first seen, which nothing vouches for, is left out of \(names)")
    }

    private func name(_ key: SeriesKey) -> String {
        let model = key.model.isEmpty ? "(none)" : key.model.text
        let labels = key.labels.map { $0.isEmpty ? "(none)" : $0.text }
        return labels.isEmpty ? model : "\(model) (\(labels.joined(separator: ", ")))"
    }
}

extension Int {
    var windows: String { self == 1 ? "1 window" : "\(self) windows" }
}

import Latency

/// What a slice's questions found so far, by window and model.
struct Findings {
    var models: [Window: [String: ModelWindow]] = [:]
    private var refusals: [String: (reason: String, windows: Int)] = [:]
    private var estimates: [String: (reason: String, windows: [Window])] = [:]
    private var partial: Set<String> = []
    /// Values that count from scrapes of long ago.
    private(set) var farReaches: [(window: Window, reach: CloserLook.FarReach)] = []
    private var shared: [String: (targets: Set<String>, windows: Int)] = [:]

    mutating func add(_ value: ModelWindow, in window: Window) { models[window, default: [:]][value.model] = value }

    mutating func add(_ finding: CloserLook.Finding, in window: Window) {
        switch finding.result {
        case .success(let value):
            add(value, in: window)
            if let reach = finding.farReach { farReaches.append((window, reach)) }
            if value.quality == .partial, finding.sharedTargets.isEmpty { partial.insert(finding.model) }
            if let reason = finding.reasonForEstimate {
                estimates[finding.model, default: (reason, [])].windows.append(window)
            }
        case .failure(let refusal): refusals[finding.model, default: (refusal.reason, 0)].windows += 1
        }
        guard !finding.sharedTargets.isEmpty else { return }
        shared[finding.model, default: ([], 0)].windows += 1
        shared[finding.model]?.targets.formUnion(finding.sharedTargets)
    }

    /// Takes what the model did without what is counted from long ago.
    mutating func distrust(_ reach: CloserLook.FarReach, in window: Window) {
        add(reach.cautious, in: window)
        partial.insert(reach.cautious.model)
    }

    /// Leaves out the estimates of what is stored already.
    mutating func dropEstimates(where isStored: (String, Window) -> Bool) {
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
        let mixed = shared.sorted { $0.key < $1.key }.map { model, found in
            let targets = found.targets.sorted().joined(separator: ", ")
            let text = """
                \(name(model)) is counted by several processes that answer in turn behind one target (\(targets)): \
                left out of \(found.windows.windows)
                """
            return CollectionWarning(.sharedTargets, text)
        }
        let estimated = estimates.sorted { $0.key < $1.key }.map { model, found in
            let text =
                "\(name(model)) \(found.reason): the server's estimate is taken in \(found.windows.count.windows)"
            return CollectionWarning(.estimatedCounts, text)
        }
        return mixed + refused + estimated + [partialWarning].compactMap(\.self)
    }

    private var partialWarning: CollectionWarning? {
        guard !partial.isEmpty else { return nil }
        let first = partial.sorted().prefix(3).map(name).joined(separator: ", ")
        let names = first + (partial.count > 3 ? " and \(partial.count - 3) more" : "")
        return CollectionWarning(
            .partialCounts,
            "what replicas did before they were first seen, which nothing vouches for, is left out of \(names)")
    }

    private func name(_ model: String) -> String { model.isEmpty ? "(none)" : model }
}

extension Int {
    var windows: String { self == 1 ? "1 window" : "\(self) windows" }
}

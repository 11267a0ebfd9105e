/// Which known servers some metrics come from.
package enum PresetMatching {
    package struct Match: Sendable {
        package let preset: Preset
        /// Others that these metrics could as well be of.
        package fileprivate(set) var others: [String] = []
        /// Whether nothing but names that many programs have speaks for it.
        package fileprivate(set) var isGeneric = false
    }

    /// The servers that have some metrics, in the order of the table: those with a metric that no other server has, then
    /// as few others as it takes to explain the rest.
    ///
    /// - Parameter names: of metrics, a histogram's without `_bucket`.
    package static func matches(of names: Set<String>) -> [Match] {
        let claims = claims(on: names)
        var found: [Match] = []
        var open = names.filter { claims[$0] != nil }
        func add(_ match: Match) {
            found.append(match)
            open.subtract(match.preset.metrics.map(\.name))
        }
        for preset in Preset.all where preset.hasOwn(among: claims) { add(Match(preset: preset)) }
        for isGeneric in [false, true] {
            while let match = best(for: open, isGeneric: isGeneric) { add(match) }
        }
        let order = Preset.all.map(\.name)
        return found.sorted {
            (order.firstIndex(of: $0.preset.name) ?? 0) < (order.firstIndex(of: $1.preset.name) ?? 0)
        }
    }

    /// By name, the metrics that serve a measure of some server.
    private static func claims(on names: Set<String>) -> [String: [KnownMetric]] {
        Dictionary(grouping: KnownMetrics.all.filter { names.contains($0.name) && $0.isEvidence }, by: \.name)
    }

    /// The server that explains the most of what is unexplained; of equals the first, and the others are told.
    private static func best(for open: Set<String>, isGeneric: Bool) -> Match? {
        let scores = Preset.all.map { preset in
            let evidence = preset.metrics.filter {
                $0.isEvidence && open.contains($0.name) && $0.traps.contains(.genericName) == isGeneric
            }
            let preferred = Set(evidence.filter { $0.use == .preferred }.map(\.name)).count
            return (preset: preset, score: (Set(evidence.map(\.name)).count, preferred))
        }
        let top = scores.map(\.score).max { $0 < $1 } ?? (0, 0)
        let equals = scores.filter { $0.score == top }.map(\.preset)
        guard top.0 > 0, let first = equals.first else { return nil }
        return Match(preset: first, others: equals.dropFirst().map(\.name), isGeneric: isGeneric)
    }
}

extension KnownMetric {
    /// Whether a server that has it can be taken for this one.
    fileprivate var isEvidence: Bool { measure != nil && use != .further }
}

extension Preset {
    /// Whether it alone claims one of the metrics, under a name that other programs don't have.
    fileprivate func hasOwn(among claims: [String: [KnownMetric]]) -> Bool {
        metrics.contains { metric in
            metric.isEvidence && !metric.traps.contains(.genericName)
                && claims[metric.name]?.allSatisfy { $0.preset == name } == true
        }
    }
}

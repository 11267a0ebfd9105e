import Latency

/// Whether an objective was kept: yes, no, or why nobody can tell.
package enum Verdict: Hashable, Sendable {
    case met
    case notMet
    case cannotTell(Reason)

    /// The closed list that answers draw from.
    package enum Reason: String, CaseIterable, Sendable {
        /// There were no requests in the period.
        case noRequests = "no_requests"
        /// Fewer than 80 % of the period's windows were collected.
        case lowCoverage = "low_coverage"
        /// Something of the period is damaged in the archive.
        case damaged
        /// There are more requests than can be counted.
        case tooMany = "beyond_counting"
        /// The period is not over, and it can still be met or missed.
        case running = "period_running"
        /// The requests that restarts may have lost could turn it.
        case lostCounts = "lost_counts"
        /// Hours whose windows are no longer kept belong to it in part, and it depends on which.
        case partialHours = "partial_hours"
        /// It depends on whether errors are among the fast requests.
        case errors = "errors_in_latency"
        /// Errors were not collected, or not kept by the labels that are asked for: there may be any number of them.
        case errorsUnknown = "errors_unknown"
        /// Of some requests at best a mean is known, and it depends on how many of them were fast.
        case noBounds = "no_bounds"
        /// The limit lies inside a bucket, and it depends on how that bucket's requests are spread.
        case limitBetweenBounds = "limit_between_bounds"
    }

    /// The word that answers use.
    package var name: String {
        switch self {
        case .met: "met"
        case .notMet: "not_met"
        case .cannotTell: "cannot_tell"
        }
    }

    package var reason: Reason? {
        if case .cannotTell(let reason) = self { reason } else { nil }
    }
}

extension Evidence {
    /// What a period came to, by its counts alone.
    ///
    /// - Parameter toCome: so many requests at most are still to come in the period; nil where it is over. A period that is not over is
    ///   never met; it is not met where it could not be any more, were all of those good.
    package func verdict(on target: Share, toCome: Int?) -> Verdict {
        if isDamaged { return .cannotTell(.damaged) }
        if events.contains(where: { $0.total == .max }) { return .cannotTell(.tooMany) }
        guard let share else { return .cannotTell(toCome == nil ? .noRequests : .running) }
        guard let coverage, coverage >= Self.leastCoverage else { return .cannotTell(.lowCoverage) }
        let isOver = toCome == nil
        if let verdict = Self.decided(share, target, unknown: 0), verdict == .met || isOver {
            if !isOver { return .cannotTell(.running) }
            return Self.decided(share, target, unknown: lost) == verdict ? verdict : .cannotTell(.lostCounts)
        }
        if let toCome {
            guard Self.decided(share, target, unknown: toCome) == .notMet else { return .cannotTell(.running) }
            let unknown = lost.addingClamped(toCome)
            return Self.decided(share, target, unknown: unknown) == .notMet ? .notMet : .cannotTell(.lostCounts)
        }
        return .cannotTell(reason(target))
    }

    /// Whether nobody could tell for want of errors either, once the reason of a verdict is gone.
    package func lacksErrors(beside verdict: Verdict, on target: Share) -> Bool {
        guard let reason = verdict.reason, reason != .errorsUnknown, events.contains(where: \.mayLackErrors), let share
        else { return false }
        return Self.decided(share, target, unknown: 0) == nil
    }

    /// Met or not met, whatever some more requests were; nil where it depends on them or on the bounds.
    private static func decided(_ share: ShareBounds, _ target: Share, unknown: Int) -> Verdict? {
        let low = ExactShare(share.low.part, of: share.low.whole.addingClamped(unknown))
        let high = ExactShare(share.high.part.addingClamped(unknown), of: share.high.whole.addingClamped(unknown))
        if low?.reaches(target) == true { return .met }
        return high?.reaches(target) == false ? .notMet : nil
    }

    /// What the bounds are apart for: that without which they would not be on two sides of the target.
    private func reason(_ target: Share) -> Verdict.Reason {
        func isDecided(_ events: [EventCounts]) -> Bool {
            ShareBounds(events).map { Self.decided($0, target, unknown: 0) != nil } ?? false
        }
        if events.contains(where: \.mayLackErrors), isDecided(events.map(\.withKnownErrors)) { return .errorsUnknown }
        if isDecided(events.map(\.withoutEdges)) { return .partialHours }
        if isDecided(events.map(\.withoutErrors)) { return .errors }
        if events.contains(where: { $0.edges.requests > 0 }), events.allSatisfy(\.inside.good.isExact) {
            return .partialHours
        }
        if events.contains(where: \.mayLackErrors) { return .errorsUnknown }
        let bounded = events.filter { !$0.lacksBounds }
        if bounded.count < events.count, bounded.isEmpty || isDecided(bounded) { return .noBounds }
        return .limitBetweenBounds
    }
}

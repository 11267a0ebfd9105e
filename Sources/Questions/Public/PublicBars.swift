import Archive
import Latency
import Objectives

/// How objectives were kept in every bar of every range.
struct PublicBars {
    let question: PublicQuestion
    let sources: ObjectiveSources
    /// The end of the newest window, in seconds since 1970 UTC; nil where there is none.
    let newest: Int?

    private static let ranges = PublicRange.allCases

    func add(to answer: inout PublicAnswer, in archive: Archive, _ damages: inout Damages) throws {
        let context = question.context
        let bars = Self.ranges.map { $0.bars(at: context.now, in: context.zone) }
        // A month's bars are the newest of a quarter's.
        let distinct = Array(Set(bars.joined())).sorted {
            ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound)
        }
        let (exclusions, areDamaged) = try context.knownExclusions(and: archive, &damages)
        for objective in context.objectives {
            let own = sources.measuring(objective.measure)
            let members = sources.models(of: own).filter {
                objective.models.matches($0) && question.models.place(of: $0) != nil
            }
            if members.isEmpty { continue }
            let reader = EvidenceReader(
                archive: archive, sources: own, limit: LatencyLimit(milliseconds: objective.below),
                errorClasses: objective.errorClasses, wanted: [:], by: [], stretches: distinct.map(windows),
                exclusions: exclusions, lacksExclusions: areDamaged)
            let found = try reader.read(members, &damages)
            let groups = Dictionary(grouping: found.keys) { question.models.place(of: $0.model) ?? 0 }
            for (place, names) in groups {
                let parts = names.compactMap { found[$0] }
                let outcomes = Dictionary(
                    uniqueKeysWithValues: distinct.enumerated().map { index, bar in
                        (bar, self.bar(bar, parts.map { ($0.evidence[index], $0.excluded[index]) }, objective.target))
                    })
                answer.models[place].promises.append(
                    PublicAnswer.Promise(
                        measure: Measure(rawValue: objective.measure.text), below: objective.below,
                        target: objective.target,
                        bars: Dictionary(
                            uniqueKeysWithValues: zip(Self.ranges, bars).map { ($0, $1.compactMap { outcomes[$0] }) })))
            }
        }
    }

    /// What is over of it, as far as anything was collected.
    private func windows(_ bar: ClosedRange<Int>) -> ClosedRange<Window>? {
        guard let newest else { return nil }
        return PeriodStretch(start: bar.lowerBound, end: bar.upperBound, isComplete: true).windows(endedAt: newest)
    }

    private func bar(
        _ bar: ClosedRange<Int>, _ parts: [(evidence: Evidence, excluded: Int)], _ target: Share
    ) -> PublicAnswer.Bar {
        let evidence = Evidence(adding: parts.map(\.evidence))
        let isExcluded = evidence.expectedWindows == 0 && parts.contains { $0.excluded > 0 }
        let share = evidence.share.map { $0.low.roundedDown...max($0.low.roundedDown, $0.high.roundedUp) }
        return PublicAnswer.Bar(
            start: bar.lowerBound, end: bar.upperBound,
            outcome: isExcluded ? .excluded : Self.outcome(evidence, target), share: share,
            isRunning: bar.upperBound > question.context.now)
    }

    /// Of a bar that still goes on, so far.
    private static func outcome(_ evidence: Evidence, _ target: Share) -> PublicAnswer.Bar.Outcome {
        if evidence.isDamaged { return .cannotTell }
        if evidence.collectedWindows == 0 { return .noData }
        if evidence.share == nil {
            return evidence.coverage ?? 0 >= Evidence.leastCoverage ? .noRequests : .noData
        }
        switch evidence.verdict(on: target, toCome: nil) {
        case .met: return .met
        case .notMet: return .notMet
        case .cannotTell: return .cannotTell
        }
    }
}

extension Evidence {
    /// Of several models as if they were one. Those that nothing is known of count only where nothing is known of any.
    fileprivate init(adding parts: [Evidence]) {
        let known = parts.filter { !$0.events.isEmpty }
        self.init()
        for part in known.isEmpty ? Array(parts.prefix(1)) : known {
            events += part.events
            lost = lost.addingClamped(part.lost)
            collectedWindows += part.collectedWindows
            expectedWindows += part.expectedWindows
            quality = max(quality, part.quality)
        }
        isDamaged = parts.contains(where: \.isDamaged)
    }
}

import Archive
import Latency
import Objectives
import Support

/// Judges one objective, model by model.
struct ObjectiveJudge {
    let asked: SloRequest.AskedObjective
    let sources: ObjectiveSources
    let scope: QuestionScope
    let exclusions: [Exclusion]
    /// Whether there are more that can't be read.
    let lacksExclusions: Bool
    let zone: Zone

    /// How old the end of the newest window may be that burn rates look back from, in seconds: beyond that they are unknown.
    private static let mostLag = Defaults.maximumAge
    /// Times that burn rates look back, in seconds, each once.
    private static let lookBacks = Set(BurnRate.pairs.flatMap { [$0.long, $0.short] }).sorted()

    func judge(
        _ request: SloRequest, into answer: inout SloAnswer, _ archive: Archive, _ damages: inout Damages
    ) throws {
        let objective = asked.objective
        let measure = asked.isOfUsualMeasure ? sources.usualMeasure ?? objective.measure : objective.measure
        let own = sources.measuring(measure, metric: scope.metric)
        if own.isEmpty, asked.name == nil { try sources.refuse(measure, of: scope) }
        let known = sources.models(of: own)
        let models = known.filter { objective.models.matches($0) && scope.models(among: known)?.contains($0) != false }
        guard !models.isEmpty else {
            if let name = asked.name { answer.notes.append(Self.note(name, measure, isMeasured: !own.isEmpty)) }
            return
        }
        let periods =
            request.range.map { [PeriodStretch($0)] }
            ?? (0...request.past).map { objective.period.stretch(at: scope.now, back: $0, in: zone) }
        let newest = try newestWindow(of: own, archive, &damages)
        let burns = newest.map { newest in
            Self.lookBacks.map { newest.advanced(by: 1 - $0 / Window.seconds)...newest }
        }
        let reader = EvidenceReader(
            archive: archive, sources: own, limit: LatencyLimit(milliseconds: objective.below),
            errorClasses: objective.errorClasses, wanted: scope.wanted, by: scope.by,
            stretches: periods.map { $0.windows(endedAt: scope.now) } + (burns ?? []).map(Optional.some),
            exclusions: exclusions, lacksExclusions: lacksExclusions)
        let found = try reader.read(models, &damages)
        for (key, found) in found.sorted(by: { $0.key < $1.key }) {
            for (place, period) in periods.enumerated() {
                // Of a model that is named it is told, too, that there was nothing.
                let isNamed = objective.models.text == key.model.text || scope.models.contains(key.model)
                guard found.hasSamples[place] || (place == 0 && isNamed) else { continue }
                // A period of the past burns no more.
                let isNow = place == 0 && scope.now - period.end < Self.mostLag
                let burn = isNow && burns != nil ? self.burn(found, after: periods.count, period) : []
                answer.entries.append(entry(found, place, period, key, measure, burn: burn))
            }
        }
    }

    private func entry(
        _ found: EvidenceReader.Found, _ place: Int, _ period: PeriodStretch, _ key: SeriesKey, _ measure: Name,
        burn: [BurnRate]
    ) -> SloAnswer.Entry {
        let (objective, evidence) = (asked.objective, found.evidence[place])
        let limit = LatencyLimit(milliseconds: objective.below)
        let verdict = evidence.verdict(on: objective.target, toCome: toCome(found, place, period, key.model))
        let isExact = evidence.events.allSatisfy(\.inside.good.isExact)
        return SloAnswer.Entry(
            objective: asked.name, model: key.model, labels: key.labels, measure: measure, below: objective.below,
            target: objective.target,
            period: period, share: evidence.share, good: evidence.good, requests: evidence.total,
            errors: found.knowsErrors[place] ? evidence.errors : nil,
            verdict: verdict, lacksErrors: evidence.lacksErrors(beside: verdict, on: objective.target), burn: burn,
            excludedWindows: found.excluded[place], coverage: evidence.coverage, quality: evidence.quality,
            lost: evidence.lost,
            nearest: isExact ? nil : limit.nearestBounds(of: found.layouts.map { ($0.layout, $0.unit) }))
    }

    /// So many requests at most are still to come: twice the pace of the busiest part so far. nil where the period is over.
    private func toCome(_ found: EvidenceReader.Found, _ place: Int, _ period: PeriodStretch, _ model: Name) -> Int? {
        if period.isComplete { return nil }
        let own = exclusions.filter { $0.models.matches(model) }
        let all = CountedWindows(period.windows(endedAt: nil), excluding: own).count
        let gone = CountedWindows(period.windows(endedAt: scope.now), excluding: own).count
        return Int((2 * found.peak[place] * Double(all - gone)).rounded(.up))
    }

    private func burn(
        _ found: EvidenceReader.Found, after first: Int, _ period: PeriodStretch
    ) -> [BurnRate] {
        func share(_ seconds: Int) -> ShareBounds? {
            Self.lookBacks.firstIndex(of: seconds).flatMap { found.evidence[first + $0].share }
        }
        return BurnRate.pairs.map { pair in
            BurnRate(
                pair, target: asked.objective.target, period: period.seconds, long: share(pair.long),
                short: share(pair.short))
        }
    }

    /// Where burn rates look back from: the newest window of all sources, unless that is too old.
    private func newestWindow(
        of own: [ObjectiveSources.Pair], _ archive: Archive, _ damages: inout Damages
    ) throws(ArchiveError) -> Window? {
        let last = Window(endedAt: scope.now)
        let recent = last.advanced(by: -Self.mostLag / Window.seconds)...last
        var newest: Window?
        for (latency, _) in own {
            let collected = damages.take(try archive.collectedWindows(of: latency, in: recent)).last
            newest = [newest, collected].compactMap(\.self).max()
        }
        return newest
    }

    private static func note(_ name: Name, _ measure: Name, isMeasured: Bool) -> String {
        isMeasured
            ? "objective \"\(name)\" is about no model that was ever collected"
            : "objective \"\(name)\" is about \(measure), which nothing measures"
    }
}

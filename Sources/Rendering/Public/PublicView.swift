import Latency
import Questions
import Support

/// What all parts of the page need to be written: the words, the times and where links lead.
struct PublicView {
    let site: PublicSite
    let path: PublicPath
    let language: PublicLanguage
    let answer: PublicAnswer

    var title: String { site.settings.title ?? language["title"] }
    var now: Int { answer.now }

    /// From this path to a part in the same language.
    func link(to part: PublicPart) -> String {
        let isCommon = [.json, .style, .icon].contains(part)
        let link = (isCommon ? path.top : path.languageTop) + PublicPath.text(of: part, site.models)
        return link.isEmpty ? "./" : link
    }

    /// Where the part lies, in full where that is known.
    func address(of part: PublicPart) -> String {
        guard let url = site.settings.url else { return link(to: part) }
        let language = path.language.map { "\($0)/" } ?? ""
        return (url.hasSuffix("/") ? url : url + "/") + language + PublicPath.text(of: part, site.models)
    }

    // MARK: Times

    /// `2025-10-17 14:30`; for machines the whole time.
    func time(_ time: Int) -> Markup {
        "<time datetime=\"\(Timestamp.text(time, in: site.settings.zone))\">\(text(time))</time>"
    }

    func text(_ time: Int) -> String {
        let parts = CivilTime(clock: site.settings.zone.clock(at: time))
        return "\(parts.date) \(parts.hourAndMinute)"
    }

    /// What the zone is called, and how far its clocks are ahead of UTC now.
    var zone: String {
        let offset = "UTC\(Timestamp.text(now, in: site.settings.zone).suffix(6))"
        return site.settings.zoneName.map { $0 == "UTC" ? $0 : "\($0) (\(offset))" } ?? offset
    }

    // MARK: Words

    func measure(_ measure: Measure?) -> String { language["measure.\(measure?.rawValue ?? "other")"] }

    /// What was promised.
    func words(of promise: PublicAnswer.Promise) -> String {
        language.text(
            promise.measure == .itl ? "promise.tokens" : "promise",
            [
                "measure": measure(promise.measure), "limit": LatencyFormat.bound(promise.below),
                "target": DecimalText.percent(millionths: promise.target.millionths),
            ])
    }

    /// The models that an announcement is about; nil for none in particular.
    func models(of announcement: Announcement) -> String? {
        guard let pattern = announcement.models else { return nil }
        let names = site.models.map(\.name).filter { pattern.matches(Name($0)) }
        return names.isEmpty ? nil : names.joined(separator: ", ")
    }
}

extension PublicAnswer.Model {
    /// As people are told at a glance. `isFresh` is whether what is known is of now.
    func state(isFresh: Bool) -> ModelState {
        guard isFresh else { return .noData }
        switch verdict?.severity {
        case .good: return .good
        case .cannotTell: return .cannotTell
        case .warning: return .warning
        case .critical: return .danger
        case nil: return traffic == .noTraffic ? .noTraffic : .noData
        }
    }

    /// Of several promises the bars of the worst.
    func bars(_ range: PublicRange) -> [PublicAnswer.Bar] {
        guard let first = promises.first?.bars[range] else { return [] }
        return first.indices.map { place in
            promises.compactMap { $0.bars[range]?[place] }.min { $0.outcome.rank < $1.outcome.rank } ?? first[place]
        }
    }
}

extension PublicAnswer.Bar.Outcome {
    /// The worst is first.
    fileprivate var rank: Int {
        switch self {
        case .notMet: 0
        case .cannotTell: 1
        case .noData: 2
        case .met: 3
        case .noRequests: 4
        case .excluded: 5
        }
    }
}

import Archive
import Latency
import Objectives

/// What was counted in hours whose windows are no longer kept and that an end of a stretch of time cuts: nobody knows how much of
/// it belongs to the stretch.
struct HoursAtEdges {
    /// Of an entry of the answer.
    private struct Edges {
        /// What its total has of such hours.
        var counted = Histogram()
        /// What belongs to the stretch, as nothing was collected in the rest of the hour, and what may.
        var inside = Histogram()
        var cut = Histogram()

        mutating func add(_ hour: Histogram, isCounted: Bool, _ membership: CountedWindows.Membership) {
            if isCounted { counted.merge(hour) }
            switch membership {
            case .all: inside.merge(hour)
            case .some: cut.merge(hour)
            case .none: break
            }
        }
    }

    private var edges: [SeriesKey: Edges] = [:]

    /// - Parameter totals: those of the stretch. Damage was told with them.
    init(of resolved: ResolvedScope, in windows: ClosedRange<Window>, _ totals: RangeTotals, from archive: Archive)
        throws(ArchiveError)
    {
        let stretch = CountedWindows(windows, excluding: [])
        for source in resolved.sources {
            for hour in Self.hours(at: windows) {
                _ = try resolved.forEachStretch(
                    of: source, in: hour, newestFirst: false, stepEnd: { _ in hour.upperBound }, from: archive
                ) { found in
                    guard found.resolution == .hour else { return true }
                    let membership = stretch.membership(of: found.collected)
                    let isCounted = windows.contains(hour.upperBound)
                    for value in found.models {
                        let key = resolved.key(of: value.model, labels: value.series.labels, in: source)
                        let histogram = value.histogram.converted(from: source.description.unit, to: totals.unit)
                        for key in [key, SeriesKey(QuestionScope.allModels, labels: key.labels)] {
                            edges[key, default: Edges()].add(histogram, isCounted: isCounted, membership)
                        }
                    }
                    return true
                }
            }
        }
    }

    /// The hours that the ends of a stretch cut.
    private static func hours(at windows: ClosedRange<Window>) -> [ClosedRange<Window>] {
        let first = hour(holding: windows.lowerBound)
        let last = hour(holding: windows.upperBound)
        let isLastCut = windows.upperBound < last.upperBound
        if first == last { return isLastCut || first.lowerBound < windows.lowerBound ? [first] : [] }
        return (first.lowerBound < windows.lowerBound ? [first] : []) + (isLastCut ? [last] : [])
    }

    private static func hour(holding window: Window) -> ClosedRange<Window> {
        let day = UTCDay(holding: window)
        let slots = UTCDay.slots(ofHour: day.slot(of: window) / UTCDay.windowsPerHour)
        return day.window(slots.lowerBound)...day.window(slots.upperBound - 1)
    }

    /// Between what the share lies: at the least all that may be slow of what is cut belongs to the stretch and nothing else, at
    /// the most all that may be fast.
    func share(of limit: LatencyLimit, _ key: SeriesKey, _ total: Histogram, unit: LatencyUnit) -> LimitShare {
        let own = edges[key] ?? Edges()
        let inside = total.without(own.counted).merged(with: own.inside)
        let (requests, cut) = (inside.requests, own.cut.requests)
        let good = limit.requests(of: inside, unit: unit)
        let mayBeGood = limit.requests(of: own.cut, unit: unit)
        let low = ExactShare(good.low, of: requests.addingClamped(cut - mayBeGood.low))
        let high = ExactShare(good.high.addingClamped(mayBeGood.high), of: requests.addingClamped(mayBeGood.high))
        // Of what is cut all is fast, or none.
        return LimitShare(
            milliseconds: limit.milliseconds, low: low?.roundedDown ?? (cut > 0 ? 1_000_000 : nil),
            high: high?.roundedUp ?? (cut > 0 ? 0 : nil))
    }
}

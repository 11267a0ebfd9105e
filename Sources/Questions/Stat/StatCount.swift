import Archive
import Latency

/// Counts what an archive holds of one source.
struct StatCount {
    private let source: Source
    private let counted: Counted
    private var models: [Name: StatAnswer.Model] = [:]
    private var windows = 0
    private var gaps: [HistoryAnswer.Stretch] = []
    private var first: Window?
    private var last: Window?

    /// - Parameter measure: what the source measures.
    init(source: Source, measure: Name) {
        (self.source, counted) = (source, Counted(source.description, measure: measure))
    }

    /// `progress` is called with how many of the source's days are counted, and how many there are.
    mutating func count(
        in archive: Archive, _ progress: (_ done: Int, _ total: Int) -> Void
    ) throws(ArchiveError) -> Damages {
        var damages = Damages()
        // Whole days: an hour whose windows are no longer kept belongs to the range that holds its end.
        let days = damages.take(try archive.storedDays(of: source))
        for (index, day) in days.enumerated() {
            let left = try archive.forEachStretch(
                of: source, in: day.windows, newestFirst: false, stepEnd: nil
            ) {
                add($0)
                return true
            }
            damages.add(left)
            progress(index + 1, days.count)
        }
        return damages
    }

    /// A stretch is a window, or an hour where windows are no longer kept.
    private mutating func add(_ stretch: StepAggregate) {
        for part in stretch.collected {
            if let last, last.advanced(by: 1) < part.lowerBound {
                gaps.append(HistoryAnswer.Stretch(start: last.end, end: part.lowerBound.start))
            }
            first = first ?? part.lowerBound
            last = part.upperBound
            windows += part.count
        }
        for value in stretch.models {
            models[value.model, default: StatAnswer.Model(value.model, from: stretch.last.end)]
                .add(value, from: stretch)
        }
    }

    func finding(_ unitChanges: [UnitChange]) -> StatAnswer.Source {
        StatAnswer.Source(
            description: source.description, counted: counted, oldest: first?.end, newest: last?.end, windows: windows,
            gaps: gaps, models: models.values.sorted { $0.model < $1.model }, unitChanges: unitChanges)
    }
}

extension StatAnswer.Model {
    fileprivate init(_ model: Name, from windowEnd: Int) {
        self.init(model: model, oldest: windowEnd, newest: windowEnd, windows: 0, hours: 0, requests: 0)
    }

    fileprivate mutating func add(_ value: ModelWindow, from stretch: StepAggregate) {
        newest = stretch.last.end
        if stretch.resolution == .hour { hours += 1 } else { windows += 1 }
        requests = requests.addingClamped(value.histogram.requests)
    }
}

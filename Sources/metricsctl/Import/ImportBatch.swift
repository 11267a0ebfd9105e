import Latency
import Questions
import Rendering

/// Puts the lines of an export together to windows and hours, and those to UTC days.
struct ImportBatch {
    struct Day {
        let source: SourceDescription
        let counts: ExportedDay
    }

    /// What lines are coming in for, and what they had so far.
    private struct Stretch: Equatable {
        let last: Window
        /// Of an hour, which of its windows were collected; nil for a window.
        let collected: [Window]?
    }

    private var source: SourceDescription?
    private var day = ExportedDay()
    private var stretch: Stretch?
    private var models: [ModelWindow] = []
    private var keys: Set<SeriesKey> = []

    /// Takes the next line; gives the day before it where that has ended.
    mutating func add(_ line: ExportedLine) throws(ExportedLine.Fault) -> Day? {
        switch line {
        case .source(let next):
            let day = endedDay()
            source = next
            return day
        case .end:
            let day = endedDay()
            source = nil
            return day
        case .window(let next, let value, let labels):
            return try add(value, labels, of: Stretch(last: next, collected: nil))
        case .hour(let next, let collected, let value, let labels):
            return try add(value, labels, of: Stretch(last: next, collected: collected))
        }
    }

    private mutating func add(
        _ value: ModelWindow?, _ labels: [Name: Name], of next: Stretch
    ) throws(ExportedLine.Fault) -> Day? {
        guard let source else { throw ExportedLine.Fault(reason: "no source stands above it") }
        var day: Day?
        if let stretch, next != stretch {
            guard next.last > stretch.last else { throw ExportedLine.Fault(reason: "it is older than the line above") }
            if UTCDay(holding: next.last) == UTCDay(holding: stretch.last) {
                endStretch()
            } else {
                day = endedDay()
            }
        }
        stretch = next
        if let value = try value.map({ (value) throws(ExportedLine.Fault) in try keyed(value, labels, of: source) }) {
            guard keys.insert(value.series).inserted else {
                throw ExportedLine.Fault(reason: "its model stands above already")
            }
            models.append(value)
        }
        return day
    }

    /// With the values of the source's labels in its order. The name of all models together can be none of one.
    private func keyed(
        _ value: ModelWindow, _ labels: [Name: Name], of source: SourceDescription
    ) throws(ExportedLine.Fault) -> ModelWindow {
        if value.model == QuestionScope.allModels {
            throw ExportedLine.Fault(reason: "no model can be called \(QuestionScope.allModels)")
        }
        let names = source.seriesLabels
        if let stranger = labels.keys.filter({ !names.contains($0) }).min() {
            throw ExportedLine.Fault(reason: "its source has no label \(stranger)")
        }
        if names.isEmpty { return value }
        return ModelWindow(
            series: SeriesKey(value.model, labels: names.map { labels[$0] ?? "" }), quality: value.quality,
            histogram: value.histogram)
    }

    private mutating func endStretch() {
        guard let stretch else { return }
        if let collected = stretch.collected {
            let hour = CollectedHour(last: stretch.last, collected: collected, models: models)
            if let hour { day.hours.append(hour) }
        } else {
            day.windows.append(CollectedWindow(window: stretch.last, models: models))
        }
        self.stretch = nil
        models = []
        keys.removeAll(keepingCapacity: true)
    }

    private mutating func endedDay() -> Day? {
        endStretch()
        defer { day = ExportedDay() }
        guard let source, !(day.windows.isEmpty && day.hours.isEmpty) else { return nil }
        return Day(source: source, counts: day)
    }
}

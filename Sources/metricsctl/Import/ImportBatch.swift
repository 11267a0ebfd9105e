import Latency
import Rendering
import Reports

/// Puts the lines of an export together to windows, and those to UTC days.
struct ImportBatch {
    struct Day {
        let source: ExportedSource
        let windows: [CollectedWindow]
    }

    private var source: ExportedSource?
    private var windows: [CollectedWindow] = []
    /// The window that lines are coming in for, and what they had so far.
    private var window: Window?
    private var models: [ModelWindow] = []

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
        case .window(let next, let value):
            return try add(value, of: next)
        }
    }

    private mutating func add(_ value: ModelWindow?, of next: Window) throws(ExportedLine.Fault) -> Day? {
        guard source != nil else { throw ExportedLine.Fault(reason: "no source stands above it") }
        var day: Day?
        if let window, next != window {
            guard next > window else { throw ExportedLine.Fault(reason: "it is older than the line above") }
            if UTCDay(holding: next) != UTCDay(holding: window) { day = endedDay() } else { endWindow() }
        }
        window = next
        if let value {
            guard !models.contains(where: { $0.model == value.model }) else {
                throw ExportedLine.Fault(reason: "its model stands above already")
            }
            models.append(value)
        }
        return day
    }

    private mutating func endWindow() {
        guard let window else { return }
        windows.append(CollectedWindow(window: window, models: models))
        self.window = nil
        models = []
    }

    private mutating func endedDay() -> Day? {
        endWindow()
        defer { windows = [] }
        guard let source, !windows.isEmpty else { return nil }
        return Day(source: source, windows: windows)
    }
}

import Latency
import Prometheus

/// Asks for what is due, slice by slice and newest first: as many windows at once as the server answers, and past those
/// that it does not. All measures of a source that are due in the same windows go together.
package struct BatchRunner {
    /// How the loop came to its end, if not by a failure.
    package enum Ending: Sendable {
        /// All was asked for.
        case complete
        /// The time of the run is over.
        case outOfTime
        /// The user or the system wants the program to end.
        case interrupted
    }

    /// Windows that the server could not be had to answer.
    package struct LeftOut: Sendable {
        package var windows = 0
        /// The last reason.
        package var error: PrometheusError
    }

    /// A slice as it was read, and how far the loop is with it.
    package struct Step: Sendable {
        /// One for each reader: nil where it could not be had.
        package let slices: [HistogramReader.Slice?]
        /// Of each reader, whether nothing was left out so far.
        let isWhole: [Bool]
        /// How many of the missed windows the server no longer remembers.
        let forgotten: Int
        /// Windows that were asked for so far, those of the slice and those left out among them.
        package let done: Int
        /// Windows that were due at the start.
        package let total: Int
        package var isLast: Bool { done == total }
    }

    /// What is asked for, and what could not be had of it.
    private struct Reading {
        let plan: CollectionPlan
        let reader: HistogramReader
        var leftOut: LeftOut?
        /// Windows in a row that could not be had.
        var failures = 0
        /// Why nothing more is asked of it.
        var failure: CollectionError?
        var isOver = false

        mutating func leaveOut(_ windows: Int, _ error: PrometheusError) {
            guard windows > 0 else { return }
            leftOut = LeftOut(windows: (leftOut?.windows ?? 0) + windows, error: error)
        }
    }

    private let plan: CollectionPlan
    private var limit: ModelLimit
    private let client: PrometheusClient
    private var readings: [Reading]
    /// The places of the readers among the measures of the source.
    private let places: [Int]
    private let isInterrupted: () -> Bool
    private var slices: Batches
    /// Windows that were missed and that the server no longer remembers.
    private var forgotten = 0
    /// Answers in a row that did not come in time.
    private var timeouts = 0

    /// An hour that can't be had keeps nobody from what lies before it; where more fails, all may.
    private static let maximumFailures = 12
    /// A server that lets so many measures wait hangs.
    private static let maximumTimeouts = 2

    /// - Parameters:
    ///   - measures: what is asked for, each with its plan; all of these have the same windows.
    ///   - places: those of the readers among the measures that the limit is for.
    ///   - isInterrupted: asked before every slice; the transport asks for itself.
    package init(
        _ measures: [(plan: CollectionPlan, reader: HistogramReader)], _ limit: ModelLimit, client: PrometheusClient,
        places: [Int]? = nil, isInterrupted: @escaping () -> Bool = { false }
    ) {
        plan = measures[0].plan
        self.limit = limit
        self.client = client
        readings = measures.map { Reading(plan: $0.plan, reader: $0.reader) }
        self.places = places ?? Array(measures.indices)
        self.isInterrupted = isInterrupted
        slices = plan.slices.shared(by: measures.count)
    }

    /// Windows that are due and were not asked for.
    package var windowsLeft: Int { slices.windowsLeft }

    /// What was left out of a reader, and why.
    package func leftOut(of place: Int = 0) -> LeftOut? { readings[place].leftOut }

    /// Why a reader ended before the others.
    func failure(of place: Int) -> CollectionError? { readings[place].failure }

    /// Hands every slice to `body` once it is read.
    ///
    /// Throws where the newest windows can't be had of any reader, or the server can't be asked during a backfill. In a plain
    /// run that has the newest windows, what can't be had of older ones is left out: it must not make every run fail.
    package mutating func run(
        _ body: (Step) throws(CollectionError) -> Void
    ) throws(CollectionError) -> Ending {
        if let ending = try forget() { return ending }
        let total = slices.windowsLeft
        while let windows = slices.next {
            if isInterrupted() { return .interrupted }
            // A backfill may take hours; the limit is there to give up on a server that does not answer.
            if plan.isBackfill { client.restartDeadline() }
            guard client.hasTime else { return .outOfTime }
            let read: [HistogramReader.Slice?]
            switch try self.read(windows) {
            case .narrower: continue
            case .ended(let ending): return ending
            case .read(let slices): read = slices
            }
            if readings.allSatisfy(\.isOver) {
                if let failure = readings.lazy.compactMap(\.failure).first { throw failure }
                slices = Batches([])
                return .complete
            }
            slices.advance()
            guard read.contains(where: { $0 != nil }) else { continue }
            try body(
                Step(
                    slices: read, isWhole: readings.map { $0.leftOut == nil }, forgotten: forgotten,
                    done: total - slices.windowsLeft, total: total))
        }
        return .complete
    }

    private enum Reads {
        case read([HistogramReader.Slice?])
        /// Fewer windows must be asked for at once.
        case narrower
        case ended(Ending)
    }

    private mutating func read(_ windows: ClosedRange<Window>) throws(CollectionError) -> Reads {
        var read: [HistogramReader.Slice?] = []
        for place in readings.indices {
            guard !readings[place].isOver else {
                read.append(nil)
                continue
            }
            askAhead(of: place, windows)
            do {
                let layouts = readings[place].plan.knownLayouts(in: windows)
                let slice = try readings[place].reader.read(windows, layouts: layouts)
                read.append(slice.limited(by: &limit, of: places[place]))
                (readings[place].failures, timeouts) = (0, 0)
            } catch {
                if error.isAboutTheQuestion, slices.halve() { return .narrower }
                if error.isInterruption { return .ended(.interrupted) }
                let isNew = windows.overlaps(plan.provisional)
                if error.isOutOfTime, !isNew, !plan.isBackfill { return .ended(.outOfTime) }
                timeouts += error.isTimeout ? 1 : 0
                if error.isAboutTheServer || timeouts >= Self.maximumTimeouts, readings.count > 1 || !error.isTimeout {
                    if isNew || plan.isBackfill { throw .server(error) }
                    for other in readings.indices where !readings[other].isOver {
                        giveUp(other, after: error, in: windows)
                    }
                    return .read(readings.map { _ in nil })
                }
                // What was read of the others is stored.
                giveUp(place, after: error, in: windows)
                read.append(nil)
            }
        }
        return .read(read)
    }

    /// Has a quick server work at what comes next while an answer is on its way and read: of the reader at a place, and of
    /// the one behind it. The first one's answers tell whether it may be.
    private func askAhead(of place: Int, _ windows: ClosedRange<Window>) {
        guard place > 0, client.mayAskAhead else { return }
        for reading in readings[place...].filter({ !$0.isOver }).prefix(2) { reading.reader.begin(windows) }
    }

    /// Leaves the windows out of a reader, or gives it up.
    private mutating func giveUp(_ place: Int, after error: PrometheusError, in windows: ClosedRange<Window>) {
        guard !windows.overlaps(plan.provisional) else {
            readings[place].failure = .server(error)
            readings[place].isOver = true
            return
        }
        readings[place].failures += 1
        let goesOn = error.isAboutTheQuestion && readings[place].failures < Self.maximumFailures
        if !goesOn, plan.isBackfill {
            readings[place].failure = .server(error)
            readings[place].isOver = true
            return
        }
        readings[place].leaveOut(goesOn ? windows.count : slices.windowsLeft, error)
        readings[place].isOver = !goesOn
    }

    /// Takes out the missed windows that are older than anything the server has: found empty, they would be stored as
    /// without data, where nobody knows. Where it can't be had to tell, a later run asks again. The newest windows are
    /// never left out where it has nothing at all: then they are without data.
    private mutating func forget() throws(CollectionError) -> Ending? {
        for missed in plan.missed {
            do {
                let first = try readings[0].reader.firstRemembered(missed) ?? plan.provisional.lowerBound
                forgotten += slices.drop(missed, before: first)
            } catch {
                if error.isInterruption { return .interrupted }
                guard error.isAboutTheQuestion || error.isRefusal else { throw .server(error) }
                let dropped = slices.drop(missed, before: plan.provisional.lowerBound)
                for place in readings.indices { readings[place].leaveOut(dropped, error) }
            }
        }
        return nil
    }
}

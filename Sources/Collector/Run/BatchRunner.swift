import Latency
import Prometheus

/// Asks for what is due, slice by slice and newest first: as many windows at once as the server answers, and past those
/// that it does not.
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
        package let slice: HistogramReader.Slice
        /// Those of the slice, and what was found before the first one.
        let warnings: [CollectionWarning]
        /// Windows that were asked for so far, those of the slice and those left out among them.
        package let done: Int
        /// Windows that were due at the start.
        package let total: Int
        /// Whether nothing was left out so far.
        package let isWhole: Bool
        package var isLast: Bool { done == total }
    }

    private let plan: CollectionPlan
    private var limit: ModelLimit
    private let client: PrometheusClient
    private let reader: HistogramReader
    private let isInterrupted: () -> Bool
    private var slices: Batches
    /// Windows in a row that could not be had.
    private var failures = 0
    /// Windows that were missed and that the server no longer remembers.
    private var forgotten = 0
    package private(set) var leftOut: LeftOut?

    /// An hour that can't be had keeps nobody from what lies before it; where more fails, all may.
    private static let maximumFailures = 12

    /// - Parameter isInterrupted: asked before every slice; the transport asks for itself.
    package init(
        _ plan: CollectionPlan, _ limit: ModelLimit, client: PrometheusClient, reader: HistogramReader,
        isInterrupted: @escaping () -> Bool = { false }
    ) {
        self.plan = plan
        self.limit = limit
        self.client = client
        self.reader = reader
        self.isInterrupted = isInterrupted
        slices = plan.slices
    }

    /// Windows that are due and were not asked for.
    package var windowsLeft: Int { slices.windowsLeft }

    /// What was left out, and why.
    var warnings: [CollectionWarning] {
        leftOut.map { left in
            [CollectionWarning(.windowsLeft, "\(left.windows.windows) could not be had: \(left.error.message)")]
        } ?? []
    }

    /// Hands every slice to `body` once it is read.
    ///
    /// Throws where the newest windows can't be had, or the server can't be asked during a backfill. In a plain run that
    /// has the newest windows, what can't be had of older ones is left out: it must not make every run fail.
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
            let slice: HistogramReader.Slice
            do {
                slice = try reader.read(windows, layouts: plan.knownLayouts(in: windows)).limited(by: &limit)
            } catch {
                if error.isAboutTheQuestion, slices.halve() { continue }
                if let ending = try ending(after: error, in: windows) { return ending }
                continue
            }
            slices.advance()
            failures = 0
            try body(
                Step(
                    slice: slice, warnings: CollectionWarning.forgotten(forgotten) + slice.warnings,
                    done: total - slices.windowsLeft, total: total, isWhole: leftOut == nil))
        }
        return .complete
    }

    /// Takes out the missed windows that are older than anything the server has: found empty, they would be stored as
    /// without data, where nobody knows. Where it can't be had to tell, a later run asks again. The newest windows are
    /// never left out where it has nothing at all: then they are without data.
    private mutating func forget() throws(CollectionError) -> Ending? {
        for missed in plan.missed {
            do {
                let first = try reader.firstRemembered(missed) ?? plan.provisional.lowerBound
                forgotten += slices.drop(missed, before: first)
            } catch {
                if error.isInterruption { return .interrupted }
                guard error.isAboutTheQuestion || error.isRefusal else { throw .server(error) }
                leaveOut(slices.drop(missed, before: plan.provisional.lowerBound), error)
            }
        }
        return nil
    }

    /// Leaves the slice out, or ends the loop, or fails.
    private mutating func ending(
        after error: PrometheusError, in windows: ClosedRange<Window>
    ) throws(CollectionError) -> Ending? {
        if error.isInterruption { return .interrupted }
        if windows.overlaps(plan.provisional) { throw .server(error) }
        if error.isOutOfTime, !plan.isBackfill { return .outOfTime }
        failures += 1
        let goesOn = error.isAboutTheQuestion && failures < Self.maximumFailures
        if !goesOn, plan.isBackfill { throw .server(error) }
        leaveOut(goesOn ? windows.count : slices.windowsLeft, error)
        guard goesOn else {
            slices = Batches([])
            return .complete
        }
        slices.advance()
        return nil
    }

    private mutating func leaveOut(_ windows: Int, _ error: PrometheusError) {
        leftOut = LeftOut(windows: (leftOut?.windows ?? 0) + windows, error: error)
    }
}

import Latency
import Testing

@testable import Collector

/// Windows are told by their index; those from 90 on were collected before, or are asked for by every run.
@Suite("A backfill")
struct BackfilledWindowsTests {
    private var backfill = EmptyWindowFilter(collectedFrom: Window(index: 90))

    @Test("stores nothing where the server's memory does not reach")
    mutating func beforeRetention() {
        #expect(store(80...85, dataIn: [83, 84, 85]) == [83, 84, 85])
        #expect(store(70...79, dataIn: []) == [])
    }

    @Test("stores windows without data once there is data before them, however many slices back")
    mutating func gap() {
        #expect(store(86...89, dataIn: [88, 89]) == [88, 89])
        #expect(store(80...85, dataIn: []) == [])
        #expect(store(70...79, dataIn: [71]) == [71, 72, 73, 74, 75, 76, 77, 78, 79, 80, 81, 82, 83, 84, 85, 86, 87])
    }

    @Test("stores windows without data that a run without it would have stored as well")
    mutating func provisional() {
        #expect(store(88...92, dataIn: []) == [90, 91, 92])
    }

    private mutating func store(_ slice: ClosedRange<Int>, dataIn: Set<Int>) -> [Int] {
        let value = ModelWindow(model: "m", quality: .exact, histogram: Histogram())
        let windows = slice.map {
            CollectedWindow(window: Window(index: $0), models: dataIn.contains($0) ? [value] : [])
        }
        return backfill.windowsToStore(of: windows).map(\.window.index)
    }
}

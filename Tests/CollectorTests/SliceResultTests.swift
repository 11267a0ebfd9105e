import Latency
import Testing

@testable import Collector

@Suite("What a slice found")
struct FindingsTests {
    private let windows = [Window(endedAt: 600), Window(endedAt: 900)]

    @Test("has estimates of what is not stored yet alone, and warns of those")
    func estimates() {
        var found = SliceResult()
        for window in windows {
            found.add(.init(model: "m", result: .success(value("m")), reasonForEstimate: "is large"), in: window)
            found.add(.init(model: "looked at", result: .success(value("looked at"))), in: window)
        }
        found.dropEstimates { _, window in window == windows[0] }
        #expect(windows.map { found.models[$0]?.keys.sorted() } == [["looked at"], ["looked at", "m"]])
        #expect(found.warnings().map(\.text) == ["m is large: the server's estimate is taken in 1 window"])
    }

    @Test("has what was counted since a replica was seen again alone, where more would be counted twice")
    func farReach() {
        var found = SliceResult()
        let reach = ReplicaInspector.StaleBaseline(since: Window(endedAt: 300), conservative: value("m"))
        let far = ModelWindow(model: "m", quality: .spanned, histogram: Histogram())
        found.add(.init(model: "m", result: .success(far), farReach: reach), in: windows[0])
        #expect(found.farReaches.map(\.window) == [windows[0]])
        found.discard(reach, in: windows[0])
        #expect(found.models[windows[0]]?["m"] == reach.conservative)
        #expect(found.warnings().map(\.code) == [.partialCounts])
    }

    private func value(_ model: Name) -> ModelWindow {
        ModelWindow(model: model, quality: .reset, histogram: Histogram())
    }
}

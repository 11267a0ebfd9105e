import Latency
import Testing

@testable import Collector

@Suite("Slices")
struct SlicesTests {
    @Test("are cut from what is due, newest first, and not across what is not due")
    func cut() {
        var slices = Batches([range(11...100), range(3...5)])
        #expect(slices.windowsLeft == 93)
        #expect(rest(of: &slices) == [65...100, 29...64, 11...28, 3...5])
        #expect(slices.windowsLeft == 0)
    }

    @Test("shrink by half where they are too much, down to one window, and grow again where they are not")
    func halve() {
        var slices = Batches([range(1...100)])
        var tried: [ClosedRange<Int>] = []
        repeat { tried.append(indices(slices.next)) } while slices.halve()
        #expect(tried == [65...100, 83...100, 92...100, 97...100, 99...100, 100...100])
        slices.advance()
        #expect(rest(of: &slices) == [98...99, 94...97, 86...93, 70...85, 38...69, 2...37, 1...1])
    }

    @Test("lose the windows of a range that are too old, and no others")
    func drop() {
        let due = [range(40...60), range(20...30), range(1...5)]
        var slices = Batches(due)
        #expect(slices.drop(range(20...57), before: Window(index: 25)) == 5)
        #expect(rest(of: &slices) == [40...60, 25...30, 1...5])
        slices = Batches(due)
        #expect(slices.drop(range(20...57), before: Window(index: 90)) == 29)
        #expect(rest(of: &slices) == [58...60, 1...5])
        slices = Batches(due)
        #expect(slices.drop(range(20...57), before: Window(index: 10)) == 0)
        #expect(rest(of: &slices) == [40...60, 20...30, 1...5])
    }

    private func range(_ indices: ClosedRange<Int>) -> ClosedRange<Window> {
        Window(index: indices.lowerBound)...Window(index: indices.upperBound)
    }

    private func indices(_ windows: ClosedRange<Window>?) -> ClosedRange<Int> {
        windows.map { $0.lowerBound.index...$0.upperBound.index } ?? 0...0
    }

    private func rest(of slices: inout Batches) -> [ClosedRange<Int>] {
        var rest: [ClosedRange<Int>] = []
        while let next = slices.next {
            rest.append(indices(next))
            slices.advance()
        }
        return rest
    }
}

import Glibc
import Latency
import Testing

@Suite("Exponential bounds")
struct ExponentialBoundsTests {
    @Test("are the powers of two to whole eighths, also as a server's decimals have them")
    func bounds() throws {
        for eighth in -400...400 {
            let exact = exp2(Double(eighth) / 8)
            for number in [exact, exact.nextUp.nextUp, exact.nextDown.nextDown] {
                let bound = try #require(ExponentialBounds.bound(number))
                #expect(abs(bound / exact - 1) < 1e-14, "\(eighth)")
                #expect(ExponentialBounds.floor(number) == bound && ExponentialBounds.ceiling(number) == bound)
            }
            let inside = exact * 1.05
            #expect(ExponentialBounds.bound(inside) == nil)
            #expect(ExponentialBounds.floor(inside) == ExponentialBounds.bound(exact))
            #expect(ExponentialBounds.ceiling(inside) == ExponentialBounds.bound(exp2(Double(eighth + 1) / 8)))
        }
        #expect(ExponentialBounds.bound(0.25) == 0.25 && ExponentialBounds.bound(4096) == 4096)
        #expect(ExponentialBounds.bound(2.5) == nil && ExponentialBounds.bound(1.0001) == nil)
    }

    @Test(
        "make eight layouts of one range, each of whose bounds are among the next finer one's",
        arguments: LatencyUnit.allCases)
    func layouts(unit: LatencyUnit) {
        let layouts = ExponentialBounds.layouts(unit)
        let coarsest =
            switch unit {
            case .seconds: [3, 1]
            case .milliseconds, .minutes: [3, 2]
            case .microseconds, .nanoseconds: [4, 2]
            }
        #expect(layouts.map(\.upperBounds.count) == [209, 105, 53, 27, 14, 7] + coarsest)
        for (finer, coarser) in zip(layouts, layouts.dropFirst()) {
            #expect(Set(coarser.upperBounds).isSubset(of: finer.upperBounds))
        }
        for bound in layouts[0].upperBounds { #expect(ExponentialBounds.bound(bound) == bound) }
        #expect(layouts[3].upperBounds.allSatisfy { $0.significand == 1 })
        let milliseconds = layouts[0].upperBounds.map(unit.milliseconds)
        #expect(milliseconds[0] < 0.1 && (milliseconds.last ?? 0) > 3_600_000)
    }
}

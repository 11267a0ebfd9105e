import Testing

@testable import Server

@Suite("The pace of writing")
struct WritePaceTests {
    @Test("is at most 60 within any minute, and says how long to wait")
    func pace() {
        var pace = WritePace()
        let start = ContinuousClock.now
        for index in 0..<60 { #expect(pace.wait(at: start + .milliseconds(500 * index)) == nil) }
        #expect(pace.wait(at: start + .milliseconds(29_600)) == 31)
        #expect(pace.wait(at: start + .milliseconds(59_999)) == 1)
        // Those that were refused don't count.
        #expect(pace.wait(at: start + .seconds(60)) == nil)
        #expect(pace.wait(at: start + .milliseconds(60_100)) == 1)
        #expect(pace.wait(at: start + .milliseconds(60_500)) == nil)
    }
}

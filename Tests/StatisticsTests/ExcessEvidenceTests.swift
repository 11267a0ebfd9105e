import Testing

@testable import Statistics

@Suite struct ExcessEvidenceTests {
    @Test func `three slow requests in the night are no evidence`() {
        var evidence = ExcessEvidence(allowed: 0.05)
        for window in 0..<288 { evidence.add(bad: window == 40 ? 3 : 0, of: window == 40 ? 3 : 1) }
        #expect(!evidence.isCertain)
    }

    @Test func `a fault that goes on is certain after some windows, also after a month without`() {
        var evidence = ExcessEvidence(allowed: 0.05)
        for _ in 0..<8640 { evidence.add(bad: 1, of: 100) }
        #expect(!evidence.isCertain)
        var windows = 0
        while !evidence.isCertain, windows < 100 {
            evidence.add(bad: 60, of: 100)
            windows += 1
        }
        #expect((3...24).contains(windows))
    }

    @Test func `it is over when all is well again`() {
        var evidence = ExcessEvidence(allowed: 0.05)
        for _ in 0..<1000 { evidence.add(bad: 100, of: 100) }
        #expect(evidence.isCertain)
        for _ in 0..<288 { evidence.add(bad: 0, of: 100) }
        #expect(!evidence.isCertain)
    }

    @Test func `windows without requests say nothing`() {
        var evidence = ExcessEvidence(allowed: 0.05)
        evidence.add(bad: 1, of: 10)
        let before = evidence.capital
        evidence.add(bad: 0, of: 0)
        #expect(evidence.capital == before)
    }

    /// Whole windows are bad, one in twenty: exactly what is allowed, and as far from independent requests as can be. Of 200
    /// stretches two may be certain; eight and more have a chance of one in a thousand at that rate.
    @Test func `of stretches in which exactly as much is bad as allowed, one in a hundred is certain`() {
        var random = Resampler(seed: 20_261_128)
        var certain = 0
        for _ in 0..<200 {
            var evidence = ExcessEvidence(allowed: 0.05, windows: 864)
            var isCertain = false
            for _ in 0..<864 where !isCertain {
                evidence.add(bad: random.index(below: 20) == 0 ? 8 : 0, of: 8)
                isCertain = evidence.isCertain
            }
            if isCertain { certain += 1 }
        }
        #expect(certain <= 7)
    }
}

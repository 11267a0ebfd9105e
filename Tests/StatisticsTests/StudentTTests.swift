import Testing

@testable import Statistics

/// The numbers are those of SciPy 1.17.1: `2 * scipy.stats.t.sf(t, degrees)` and `scipy.stats.t.isf(p / 2, degrees)`.
@Suite struct StudentTTests {
    @Test(arguments: [
        (1.0, 0.1, 0.936548965138893), (1, 1, 0.5), (1, 2.5, 0.24223788318168682), (1, 10, 0.06345103486110713),
        (2, 1, 0.4226497308103742), (2, 10, 0.00985245702332569), (5, 0.1, 0.9242301411546604),
        (5, 4, 0.01032341548083145), (5, 10, 0.00017094757574296363), (7, 2.5, 0.04099221858575289),
        (7, 10, 2.1394202890772802e-05), (11, 4, 0.0020861935669749536), (11, 10, 7.392992841455237e-07),
        (27, 1, 0.326188900679727), (27, 2.5, 0.018794245690423657), (27, 4, 0.0004425691414541554),
        (27, 10, 1.4198432924057092e-10), (100, 2.5, 0.014045789124077172), (100, 4, 0.00012152364430076177),
        (100, 10, 9.90168898459413e-17),
    ])
    func `the chance of a value so far from 0 is SciPy's`(degrees: Double, t: Double, chance: Double) {
        #expect(abs(StudentT.twoSided(t, degrees: degrees) / chance - 1) < 1e-9)
        #expect(StudentT.twoSided(-t, degrees: degrees) == StudentT.twoSided(t, degrees: degrees))
    }

    @Test(arguments: [
        (1.0, 0.05, 12.706204736174705), (1, 0.00066, 964.5750671029369), (5, 0.01, 4.032142983555229),
        (7, 0.00066, 5.805239696322339), (11, 0.01, 3.105806515539281), (27, 0.05, 2.0518305164802846),
        (27, 0.00066, 3.848421930283673), (100, 0.01, 2.6258905214380173),
    ])
    func `the value that is exceeded so seldom is SciPy's`(degrees: Double, chance: Double, value: Double) {
        #expect(abs(StudentT.critical(chance, degrees: degrees) / value - 1) < 1e-9)
    }

    @Test func `without degrees of freedom nothing is told`() {
        #expect(StudentT.twoSided(5, degrees: 0) == 1)
        #expect(StudentT.twoSided(.nan, degrees: 5) == 1)
        #expect(StudentT.twoSided(.infinity, degrees: 5) == 0)
        #expect(StudentT.twoSided(0, degrees: 5) == 1)
    }
}

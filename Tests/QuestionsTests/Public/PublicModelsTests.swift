import Latency
import Support
import Testing

@testable import Questions

@Suite struct PublicModelsTests {
    private func rule(_ match: String, _ name: String?, isPublic: Bool = true, id: String? = nil, group: String? = nil)
        -> ModelRule
    {
        ModelRule(
            match: ShellPattern(match), displayName: name, isPublic: isPublic, pageID: id, group: group, goodBelow: [:],
            warningBelow: [:])
    }

    @Test func `Models of one name are one, in the order of the rules, and the first rule that fits counts`() throws {
        let models = try PublicModels([
            rule("b-secret", "B", isPublic: false), rule("b*", "B"), rule("a", "A 1", group: "G"), rule("c*", "B"),
            rule("*", nil, isPublic: false),
        ])
        #expect(models.all.map(\.name) == ["B", "A 1"] && models.all.map(\.id) == ["b", "a-1"])
        #expect(models.all.map(\.group) == [nil, "G"])
        #expect(["b-secret", "b1", "c", "a", "x"].map { models.place(of: Name($0)) } == [nil, 0, 0, 1, nil])
    }

    @Test func `An address is made of the public name alone, and of what was said`() throws {
        func id(_ name: String) throws -> String { try PublicModels([rule("raw", name)]).all[0].id }
        #expect(try id("Llama 3.1 70B") == "llama-3-1-70b" && (try id("  GPT-4!")) == "gpt-4")
        // Of sha256sum.
        #expect(try id("모델") == "model-\(Self.korean)" && (try id("GPT 모델")).hasPrefix("gpt-"))
        #expect(try id("!?").hasPrefix("model-") && (try id(String(repeating: "x", count: 10_000))).utf8.count == 51)
        #expect(try PublicModels([rule("a", "모델", id: "m"), rule("b", "모델")]).all.map(\.id) == ["m"])
    }

    private static let korean = "f9f4d4113a"

    @Test func `What can be no page is refused`() {
        #expect(throws: PublicModels.Fault.none) { try PublicModels([rule("a", "A", isPublic: false)]) }
        #expect(throws: PublicModels.Fault.noName(match: "a*")) { try PublicModels([rule("a*", nil)]) }
        #expect(throws: PublicModels.Fault.sameID("a-b", ["A b", "a.B"])) {
            try PublicModels([rule("1", "A b"), rule("2", "a.B")])
        }
        #expect(throws: PublicModels.Fault.severalIDs(name: "A")) {
            try PublicModels([rule("1", "A", id: "x"), rule("2", "A", id: "y")])
        }
    }
}

@Suite struct PublicRangeTests {
    /// Of 2025-03-09, when the clocks of New York went forward, and 2025-11-02, when they went back.
    @Test(arguments: [1_741_530_000, 1_762_090_000])
    func `Bars follow each other without a gap, also where the clocks change`(now: Int) {
        for range in PublicRange.allCases {
            let bars = range.bars(at: now, in: .newYork)
            #expect(
                bars.count == range.barCount && bars.last.map { $0.lowerBound < now && now <= $0.upperBound } == true)
            #expect(zip(bars, bars.dropFirst()).allSatisfy { $0.upperBound == $1.lowerBound })
            let lengths = Set(bars.map(\.count).map { ($0 - 1) / 3600 })
            #expect(
                lengths.isSubset(of: range == .day ? [1] : range == .week ? [5, 6, 7] : [23, 24, 25]), "\(lengths)")
        }
    }
}

import Latency
import Support
import Testing

@Suite struct HintTests {
    private func text(_ hint: Hint) -> String { hint.text { "<\($0.rawValue)\($1.map { " " + $0 } ?? "")>" } }

    @Test("names settings as the reader writes them, with the value where one is known")
    func settings() {
        let (seconds, models) = (30, ["a", "b"])
        let hint: Hint =
            "raise \(.timeout) above \(seconds), or \(.modelLabel, "name") of \(models.joined(separator: ", "))"
        #expect(text(hint) == "raise <timeout> above 30, or <modelLabel name> of a, b")
    }

    @Test("is put together from others")
    func parts() {
        let known: [Hint] = ["\(.metricName, "m")", "n"]
        #expect(text("take \(known.joined(separator: ", or "))") == "take <metricName m>, or n")
        #expect(text("take " + known[0]) == "take <metricName m>")
        #expect(text([Hint]().joined(separator: ", ")).isEmpty)
    }

    @Test("is equal to one that reads the same")
    func equality() {
        let hint: Hint = "give " + "\(.unit)"
        #expect(hint == "give \(.unit)" && hint != "give unit" && hint != "give \(.unit, "ms")")
        #expect(Set([hint, "give \(.unit)"]).count == 1)
    }
}

import Prometheus
import Testing

@Suite("Labels of a series")
struct LabelsTests {
    @Test("are the same in any order, and found by name")
    func order() {
        let labels: Labels = ["le": "0.5", "model": "a", "zone": "b"]
        var others: Labels = ["zone": "b", "le": "1"]
        others["model"] = "a"
        #expect(labels != others)
        others["le"] = "0.5"
        #expect(labels == others && labels.hashValue == others.hashValue)
        #expect(others.keys == ["le", "model", "zone"])
        #expect(others["model"] == "a" && others["mode"] == nil)
        others["model"] = nil
        #expect(others == ["le": "0.5", "zone": "b"] && others != labels)
        #expect(labels.filter { $0.key != "model" } == others)
    }

    /// One name's end must not be taken for the next one's beginning.
    @Test("with other names are others")
    func names() {
        #expect(Set<Labels>([["ab": "c"], ["a": "bc"], ["a": "b", "c": ""]]).count == 3)
    }
}

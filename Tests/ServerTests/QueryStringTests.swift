import Latency
import Testing

@testable import Server

@Suite("Query strings")
struct QueryStringTests {
    private let names: Set = ["model_name", "hours", "at"]

    /// Of parameters that are there once.
    private func values(_ query: String) throws -> [String: Name] {
        try QueryString.values(query[...], of: names).compactMapValues { $0.count == 1 ? $0[0] : nil }
    }

    @Test("are decoded as forms encode them, empty values and missing ones alike")
    func decoding() throws {
        #expect(try values("") == [:])
        #expect(try values("&&") == [:])
        #expect(try values("model_name=a+b%2Fc%2b&hours=24") == ["model_name": "a b/c+", "hours": "24"])
        #expect(try values("model_name=%ED%95%9C&at=") == ["model_name": "한", "at": ""])
        #expect(try values("hours&%61t=1") == ["hours": "", "at": "1"])
        #expect(try values("at=a=b") == ["at": "a=b"])
    }

    @Test("that can't be decoded are refused", arguments: ["%", "%4", "%4g", "%zz", "%ff", "%ed%95"])
    func badEncoding(text: String) {
        #expect(throws: QueryString.Fault.badEncoding(text)) { try values("at=\(text)") }
        #expect(throws: QueryString.Fault.badEncoding(text)) { try values("\(text)=1") }
    }

    @Test("have each parameter once, in whatever spelling")
    func repetition() {
        #expect(throws: QueryString.Fault.repeated("at")) { try values("at=1&hours=2&at=1") }
        #expect(throws: QueryString.Fault.repeated("at")) { try values("at=1&%61t=1") }
    }

    @Test("have those several times, in their order, that may be")
    func repeatable() throws {
        let names: Set = ["at", "by"]
        let query = "by=b&at=1&by=a&%62y=b"
        #expect(
            try QueryString.values(query[...], of: names, repeatable: ["by"]) == ["at": ["1"], "by": ["b", "a", "b"]])
        #expect(throws: QueryString.Fault.repeated("at")) {
            try QueryString.values("\(query)&at=1"[...], of: names, repeatable: ["by"])
        }
    }

    @Test("with other parameters are refused, but for the one that front ends add against caches")
    func others() throws {
        #expect(try values("_=17&hours=1&_=18") == ["hours": "1"])
        #expect(throws: QueryString.Fault.unknown("hour", known: ["at", "hours", "model_name"])) {
            try values("hour=1")
        }
        #expect(try QueryString.values("hour=1&hours=2", of: names, refusesOthers: false) == ["hours": ["2"]])
    }

    @Test("say what they may have")
    func messages() {
        func unknown(_ name: String, _ known: [String]) -> String {
            QueryString.Fault.unknown(name, known: known).message
        }
        #expect(unknown("hour", ["at", "hours"]) == #"there is no parameter "hour" here: did you mean hours?"#)
        #expect(unknown("zone", ["at", "hours"]) == #"there is no parameter "zone" here, only at, hours"#)
        #expect(unknown("zone", []) == #"there is no parameter "zone" here, and no other"#)
    }
}

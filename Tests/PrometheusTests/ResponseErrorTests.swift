import Testing

@testable import Prometheus

@Suite("Answers that can't be used")
struct ResponseErrorTests {
    private func failure(_ text: String) throws -> ResponseError { try failure(Array(text.utf8)) }

    private func failure(_ body: [UInt8]) throws -> ResponseError {
        try #require(#expect(throws: ResponseError.self) { try ResponseDecoder.decode(body) })
    }

    /// A vector with one series whose JSON text is given.
    private func vector(_ series: String) -> String {
        #"{"status":"success","data":{"resultType":"vector","result":[\#(series)]}}"#
    }

    @Test("nothing is an empty answer", arguments: ["", " \n\t\r\n"])
    func empty(text: String) throws {
        let error = try failure(text)
        #expect(error == .empty)
        #expect(error.summary() == "the answer is empty")
    }

    @Test("a page is told by its beginning, on one line and without escapes")
    func notJSON() throws {
        let error = try failure(
            "\n<html>\r\n<head><title>502 Bad\u{1B}[2J\u{7} Gateway</title>" + String(repeating: "x", count: 5000))
        #expect(
            error.summary() == "the answer is not JSON: <html> <head><title>502 Bad [2J Gateway</title>"
                + String(repeating: "x", count: 33) + "…")
        #expect(error.kind == .badResponse)
    }

    @Test("bytes that are no text at all are not JSON")
    func binary() throws {
        guard case .notJSON = try failure([0x1F, 0x8B, 0x08, 0x00, 0xFF]) else {
            Issue.record("not refused as not JSON")
            return
        }
    }

    @Test("every beginning of an answer is a truncated answer")
    func truncated() throws {
        let whole = Array(
            (#"{"status":"success","data":{"resultType":"matrix","result":[{"metric":{"a":"\u00e9\ud83d\ude00한"},"#
                + #""values":[[1435781430.5,"1e+06"],[2,"-Inf"],[3,"1\u002B"#).utf8)
        for count in 1...whole.count {
            #expect(try failure(Array(whole[..<count])) == .truncated(bytes: count))
        }
    }

    @Test(
        "text that is not JSON by the letter is refused",
        arguments: [
            "{\"status\":\"success\",}", "{,}", "{\"a\" 1}", "{\"a\":1 \"b\":2}", "{a:1}", "{'a':1}", "{\"a\":01}",
            "{\"a\":+1}", "{\"a\":.5}", "{\"a\":1.}", "{\"a\":1e}", "{\"a\":-}", "{\"a\":1.e5}", "{\"a\":nul}",
            "{\"a\":NaN}", "{\"a\":True}", "{\"a\":[1,]}", "{\"a\":[1 2]}", "{\"a\":[,]}", "{\"a\":\"\t\"}",
            "{\"a\":\"\\x\"}", "{\"a\":\"\\u12g4\"}", "{\"a\":\"\\ud800\"}", "{\"a\":\"\\ud800\\u0041\"}",
            "{\"a\":\"\\ud800x\"}", "{\"a\":\"\\udc00\"}", "{\"a\":}", "{\"a\":1}}", "{\"a\":1}{}", "{}x", "[]",
            "{\"status\":\"success\",\"status\":\"success\"}", "{\"a\":\u{A0}1}", "{/**/}", "{\"status\":1}",
            "{\"isPartial\":1}", "{\"warnings\":\"w\"}", "{\"data\":[]}",
        ])
    func malformed(text: String) throws {
        guard case .malformed(let what, let byte) = try failure(text) else {
            Issue.record("not refused as malformed")
            return
        }
        #expect(!what.isEmpty)
        #expect(0...text.utf8.count ~= byte)
    }

    @Test(
        "invalid UTF-8 is refused",
        arguments: [
            [0xFF], [0xC3], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0x80], [0xE2, 0x82],
        ] as [[UInt8]])
    func invalidUTF8(bytes: [UInt8]) throws {
        for escape in ["", "\\n"] {
            let body = Array("{\"a\":\"".utf8) + Array(escape.utf8) + bytes + Array("\"}".utf8)
            #expect(try failure(body) == .malformed("invalid UTF-8 in a string", byte: 6))
        }
    }

    @Test(
        "a series that is not of the API's shape is refused",
        arguments: [
            #"{"value":[1,"2"]}"#, #"{"metric":{}}"#, #"{"metric":{"a":"1","a":"1"},"value":[1,"2"]}"#,
            #"{"metric":{"a":"1","\u0061":"2"},"value":[1,"2"]}"#, #"{"metric":{"a":1},"value":[1,"2"]}"#,
            #"{"metric":[],"value":[1,"2"]}"#, #"{"metric":{},"metric":{},"value":[1,"2"]}"#,
            #"{"metric":{},"value":[1,"2"],"value":[1,"2"]}"#, #"{"metric":{},"values":[[1,"2"]]}"#,
            #"{"metric":{},"value":[1,2]}"#, #"{"metric":{},"value":["1","2"]}"#, #"{"metric":{},"value":[1]}"#,
            #"{"metric":{},"value":[]}"#, #"{"metric":{},"value":[1,"2","3"]}"#, #"{"metric":{},"value":[1,""]}"#,
            #"{"metric":{},"value":[1,"x"]}"#, #"{"metric":{},"value":[1," 2"]}"#, #"{"metric":{},"value":[1,"2 "]}"#,
            #"{"metric":{},"value":[1,"0x10"]}"#, #"{"metric":{},"value":[1,"+1"]}"#,
            #"{"metric":{},"value":[1,"nan"]}"#,
            #"{"metric":{},"value":[1,"Infinity"]}"#, #"{"metric":{},"value":[1,"-Infx"]}"#,
            #"{"metric":{},"value":[1,"1e999"]}"#,
            #"{"metric":{},"value":[1e999,"1"]}"#, #"{"metric":{},"value":[NaN,"1"]}"#, #"{"metric":{},"value":null}"#,
            #"{"metric":{},"value":[1,"2\""]}"#, #"{"metric":{},"value":[1,"2\u0022"]}"#, "1", "[1,\"2\"]", "{}",
            "null",
            #"{"metric":{},"value":[1,"2"]},[1,"2"]"#, #"1,"2""#,
        ])
    func badSeries(series: String) throws {
        guard case .malformed = try failure(vector(series)) else {
            Issue.record("not refused as malformed")
            return
        }
    }

    @Test(
        "a result that contradicts its type is refused",
        arguments: [
            ("matrix", #"[{"metric":{},"value":[1,"2"]}]"#),
            ("matrix", #"[{"metric":{},"histogram":[1,{"count":"0","sum":"0"}]}]"#),
            ("matrix", #"[1,"2"]"#), ("vector", #"[{"metric":{},"histograms":[]}]"#), ("scalar", "[]"),
            ("scalar", #"[{"metric":{},"value":[1,"2"]}]"#), ("scalar", #"[1,"two"]"#),
        ])
    func contradiction(type: String, result: String) throws {
        let text = #"{"status":"success","data":{"resultType":"\#(type)","result":\#(result)}}"#
        guard case .malformed("the result is no \(type)", _) = try failure(text) else {
            Issue.record("not refused as malformed")
            return
        }
    }

    @Test("a number of absurd length is refused")
    func longNumber() throws {
        let digits = String(repeating: "1", count: 2000)
        guard
            case .malformed("number out of range", _) = try failure(
                vector(#"{"metric":{},"value":[1,"0.\#(digits)"]}"#))
        else {
            Issue.record("not refused as out of range")
            return
        }
    }

    @Test(
        "parts that every answer has are missed by name",
        arguments: [
            ("{}", "status"), (#"{"status":"ok","data":null}"#, "status"), (#"{"status":"success"}"#, "data"),
            (#"{"status":"success","data":{"result":[]}}"#, "result type"),
            (#"{"status":"success","data":{"resultType":"vector"}}"#, "result"),
        ])
    func missing(text: String, part: String) throws {
        #expect(try failure(text) == .missing(part))
    }

    @Test("another type than the query's is refused")
    func wrongType() throws {
        let text = #"{"status":"success","data":{"resultType":"string","result":[1,"foo"]}}"#
        #expect(try failure(text) == .wrongType(got: "string", expected: "matrix, vector or scalar"))
        let scalar = Array(#"{"status":"success","data":{"resultType":"scalar","result":[1,"2"]}}"#.utf8)
        let error = #expect(throws: ResponseError.self) { try ResponseDecoder.decode(scalar, expecting: .matrix) }
        #expect(error?.summary() == "the answer is a scalar, not a matrix")
    }

    @Test("more series than wanted are refused, as many as wanted are not")
    func tooMany() throws {
        let series = #"{"metric":{},"value":[1,"2"]}"#
        let body = Array(vector([series, series, series].joined(separator: ",")).utf8)
        #expect(try ResponseDecoder.decode(body, maximumSeries: 3).series.count == 3)
        #expect(throws: ResponseError.tooManySeries(limit: 2)) { try ResponseDecoder.decode(body, maximumSeries: 2) }
    }

    @Test("deep nesting is refused before it costs the stack", arguments: ["[", "{\"a\":"])
    func deep(opening: String) throws {
        let deep = "{\"a\":" + String(repeating: opening, count: 100_000)
        guard case .malformed("nested too deeply", _) = try failure(deep) else {
            Issue.record("not refused as too deep")
            return
        }
        let shallow = "{\"a\":" + String(repeating: "[", count: 64) + String(repeating: "]", count: 64) + "}"
        #expect(try failure(shallow) == .missing("status"))
    }
}

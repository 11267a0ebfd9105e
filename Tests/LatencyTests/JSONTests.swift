import Testing

@testable import Support

@Suite("JSON of clients")
struct JSONTests {
    private func value(_ text: String) -> JSON? { try? JSONParser.value(of: Array(text.utf8)) }

    @Test("is read as it stands, and written again on one line")
    func roundTrip() {
        let text = #"{"a":[1,-0.5e+3,true,false,null,"\u0000\t\"\\ä😀\u007f"],"b":{},"c":[]}"#
        #expect(value(text)?.line == text)
        #expect(value(" [ 1 ,\n2 ] ")?.line == "[1,2]")
        #expect(value(#""\ud83d\ude00\/\b\f""#) == .string("😀/\u{8}\u{C}"))
        #expect(value("123456789012345678901234567890")?.line == "123456789012345678901234567890")
    }

    @Test(
        "is refused where it is none",
        arguments: [
            "", " ", "{", "[1,]", "{\"a\"}", "{\"a\":}", "{a:1}", "[1 2]", "01", "1.", ".5", "+1", "1e", "nul", "True",
            "\"",
            "\"\n\"", #""\x""#, #""\ud800""#, #""\ud800\u0041""#, #""\udc00""#, #""\u12g4""#, "[] []", "NaN", "'a'",
            String(repeating: "[", count: 100_000),
        ])
    func malformed(text: String) {
        #expect(value(text) == nil)
    }

    @Test("may be 64 deep and no deeper")
    func depth() {
        #expect(value(String(repeating: "[", count: 64) + String(repeating: "]", count: 64)) != nil)
        #expect(value(String(repeating: "[", count: 65) + String(repeating: "]", count: 65)) == nil)
    }

    @Test(
        "has a name twice where one object has it, however it is written and however deep",
        arguments: [
            (#"{"a":1,"b":{"a":2},"c":[{"a":3},{"a":4}]}"#, nil), (#"{"a":1,"\u0061":1}"#, "a"),
            (#"{"b":[1,{"a":{},"":0,"":0}]}"#, ""), (#"{"\u00e9":1,"e\u0301":2}"#, nil), ("[]", nil),
        ])
    func repeated(text: String, name: String?) {
        #expect(value(text)?.repeatedName == name)
    }

    @Test("that is no UTF-8 is refused")
    func bytes() {
        #expect((try? JSONParser.value(of: [0x22, 0xFF, 0x22])) == nil)
        #expect((try? JSONParser.value(of: [0x22, 0xC3, 0xA4, 0x22])) == .string("ä"))
    }
}

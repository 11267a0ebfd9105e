import Support
import Testing

@testable import Server

@Suite("Bodies of marks")
struct MarkRequestTests {
    private func request(_ json: String) throws(MarkRequest.Fault) -> MarkRequest {
        try MarkRequest(json: Array(json.utf8), zone: .utc)
    }

    @Test("have a text, and may have a moment and a model")
    func read() throws {
        let bare = try request(#"{"text":"vLLM 0.11"}"#)
        #expect(bare.text == "vLLM 0.11" && bare.at == nil && bare.model == nil)
        let nulls = try request(#"{"text":"a","at":null,"model":null}"#)
        #expect(nulls.at == nil && nulls.model == nil)
        let full = try request(#" {"model":"","at":"2025-10-17T14:30:00+09:00","text":"<b>\u0007"} "#)
        #expect(full.at == 1_760_679_000 && full.model == "" && full.text == "<b>\u{07}")
        #expect(try request(#"{"text":"a","at":"2025-10-17"}"#).at == 1_760_659_200)
    }

    @Test(
        "are refused where they are anything else",
        arguments: [
            ("", "the body must be JSON"), ("[]", "the body must be JSON"), ("\"a\"", "the body must be JSON"),
            (String(repeating: "[", count: 4000), "the body must be JSON"),
            (#"{"text":"a"}}"#, "the body must be JSON"),
            ("{}", "text is missing"), (#"{"text":null}"#, "text must be a text"),
            (#"{"text":1}"#, "text must be a text"),
            (#"{"text":""}"#, "text must have 1 to 500 bytes"),
            (#"{"text":" \n\u00a0"}"#, "text must have 1 to 500 bytes, none of them zero, and not spaces alone"),
            (#"{"text":"a\u0000"}"#, "text must have 1 to 500 bytes"),
            (#"{"text":"a","at":5}"#, "at must be a text"),
            (#"{"text":"a","at":"noon"}"#, #"at must be a time like 2025-10-17T14:30:00+09:00, got "noon""#),
            (#"{"text":"a","at":"1960-01-01"}"#, "at must be a time"),
            (#"{"text":"a","model":["b"]}"#, "model must be a text"),
            (#"{"text":"a","model":"\u0000"}"#, "model must have"),
            (#"{"text":"a","model":"b","text":"c"}"#, #"the key "text" must not stand there twice"#),
            (#"{"text":"a","at":null,"at":null}"#, #"the key "at" must not stand there twice"#),
            (#"{"text":"a","models":"b"}"#, #"there is no key "models" here, only text, at, model"#),
        ])
    func refused(json: String, message: String) {
        let fault = #expect(throws: MarkRequest.Fault.self) { try request(json) }
        #expect(fault?.message.hasPrefix(message) == true, "\(fault?.message ?? "")")
    }

    @Test("have texts of 500 bytes at most")
    func length() throws {
        #expect(try request(#"{"text":"\#(String(repeating: "é", count: 250))"}"#).text.utf8.count == 500)
        #expect(throws: MarkRequest.Fault.self) { try request(#"{"text":"\#(String(repeating: "é", count: 250))a"}"#) }
    }
}

import Testing

@testable import Server

@Suite("Access tokens")
struct AccessTokensTests {
    private static let token = "0123456789abcdef"

    @Test("are lines, without their blanks; empty ones don't count")
    func lines() throws {
        let tokens = try AccessTokens(text: "\n \(Self.token) \r\n\tfedcba9876543210\n")
        #expect(tokens.admit("Bearer \(Self.token)"))
        #expect(tokens.admit("bearer fedcba9876543210"))
    }

    @Test("have 16 bytes at least, and there is one")
    func refused() {
        #expect(throws: AccessTokens.Fault.short) { try AccessTokens(text: "\(Self.token)\n0123456789abcde") }
        #expect(throws: AccessTokens.Fault.none) { try AccessTokens(text: " \n\n") }
    }

    /// The Base64 is of `user:0123456789abcdef`, `:0123456789abcdef` and `a:b:0123456789abcdef`, by Python's base64.
    @Test("are the password of any user", arguments: ["dXNlcjowMTIzNDU2Nzg5YWJjZGVm", "OjAxMjM0NTY3ODlhYmNkZWY="])
    func basic(pair: String) throws {
        let tokens = try AccessTokens(text: Self.token)
        #expect(tokens.admit("Basic \(pair)"))
        #expect(!tokens.admit("Basic YTpiOjAxMjM0NTY3ODlhYmNkZWY="))
    }

    @Test(
        "admit nobody else",
        arguments: [
            nil, "", "Bearer", "Bearer ", "Bearer 0123456789abcde", "Bearer 0123456789abcdeff", "0123456789abcdef",
            "Digest 0123456789abcdef", "Basic 0123456789abcdef", "Basic !!",
        ])
    func strangers(header: String?) throws {
        #expect(!(try AccessTokens(text: Self.token)).admit(header))
    }
}

import Foundation
import TestSupport
import Testing

@Suite("Agents over HTTP")
struct ServeAgentTests {
    private static let token = "0123456789abcdef"
    private static let ping = #"{"jsonrpc":"2.0","id":1,"method":"ping"}"#
    private static let json = "Content-Type: application/json"

    private let sample: SampleArchive
    private let server: ServedProgram

    init() throws {
        sample = try SampleArchive()
        let file = sample.directory.appending(path: "token")
        try Data("\(Self.token)\n".utf8).write(to: file)
        server = try ServedProgram(archive: sample.path, arguments: ["--quiet", "--token-file", file.path])
    }

    private func post(
        _ body: String, _ headers: [String] = [], type: String = json, token: String? = token
    ) throws -> ServedProgram.Response {
        try server.request(
            "/mcp", method: "POST",
            headers: [type] + headers + (token.map { ["Authorization: Bearer \($0)"] } ?? []),
            options: ["--data-binary", body])
    }

    @Test("a message is answered with JSON, a notification with 202, and no other origin is told")
    func answers() throws {
        let answer = try post(Self.ping, ["MCP-Protocol-Version: 2025-06-18"])
        #expect(answer.status == 200 && answer.body == #"{"jsonrpc":"2.0","id":1,"result":{}}"#)
        #expect(answer.headers["content-type"] == "application/json")
        #expect(answer.headers.keys.allSatisfy { !$0.hasPrefix("access-control") })
        let silent = try post(#"{"jsonrpc":"2.0","method":"notifications/initialized"}"#)
        #expect(silent.status == 202 && silent.body.isEmpty)
        #expect(try post("[\(Self.ping)]").status == 400)
        #expect(try post("{").status == 400)
    }

    @Test("nobody comes in without a token, nor from a page of another origin")
    func refused() throws {
        #expect(try post(Self.ping, token: nil).status == 401)
        #expect(try post(Self.ping, token: "0123456789abcdeX").status == 401)
        for origin in [
            "http://evil.example", "null", "http://127.0.0.1", "http://127.0.0.1.evil.example:\(server.port)",
        ] {
            let answer = try post(Self.ping, ["Origin: \(origin)"])
            #expect(answer.status == 403, "\(origin)")
            #expect(answer.headers["access-control-allow-origin"] == nil)
        }
        #expect(try post(Self.ping, ["Origin: http://127.0.0.1:\(server.port)"]).status == 200)
        let preflight = try server.request(
            "/mcp", method: "OPTIONS",
            headers: ["Origin: http://evil.example", "Access-Control-Request-Method: POST"])
        #expect(preflight.headers.keys.allSatisfy { !$0.hasPrefix("access-control") })
    }

    @Test("other methods, types, lengths and versions are refused")
    func limits() throws {
        let headers = ["Authorization: Bearer \(Self.token)"]
        for method in ["GET", "DELETE", "PUT"] {
            let answer = try server.request("/mcp", method: method, headers: headers)
            #expect(answer.status == 405 && answer.headers["allow"] == "POST, OPTIONS", "\(method)")
        }
        #expect(try post(Self.ping, type: "Content-Type: text/plain").status == 415)
        #expect(try post(String(repeating: " ", count: 70_000)).status == 413)
        #expect(try post(Self.ping, ["MCP-Protocol-Version: 2026-07-28"]).status == 400)
    }

    @Test("without a token file there is nothing at /mcp")
    func closed() throws {
        let open = try ServedProgram(archive: sample.path, arguments: ["--quiet"])
        let answer = try open.request(
            "/mcp", method: "POST", headers: [Self.json], options: ["--data-binary", Self.ping])
        #expect(answer.status == 404 && answer.body.contains("where serve has a --token-file"))
        #expect(try open.request("/mcp").status == 404)
    }

    @Test("what is wrong with the archive is told without its path")
    func broken() throws {
        try Data("no archive".utf8).write(to: URL(fileURLWithPath: sample.path))
        let answer = try post(
            #"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"health"}}"#)
        #expect(answer.status == 200 && answer.body.contains("the archive cannot be read"))
        #expect(!answer.body.contains(sample.directory.path))
    }
}

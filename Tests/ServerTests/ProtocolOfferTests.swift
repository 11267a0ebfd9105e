import NIOHTTP1
import Testing

@testable import Server

@Suite("Offers of another protocol")
struct ProtocolOfferTests {
    private func offer(_ headers: HTTPHeaders, method: HTTPMethod = .GET) -> ProtocolOffer {
        ProtocolOffer(HTTPRequestHead(version: .http1_1, method: method, uri: "/", headers: headers))
    }

    @Test(
        "are made by both headers together",
        arguments: [["upgrade"], ["Upgrade, HTTP2-Settings"], ["keep-alive, UPGRADE"], ["close", "x,upgrade ,y"]])
    func made(connection: [String]) {
        var headers: HTTPHeaders = ["Upgrade": "h2c"]
        for value in connection { headers.add(name: "Connection", value: value) }
        #expect(offer(headers) == .made)
        headers.remove(name: "Upgrade")
        #expect(offer(headers) == .none)
    }

    @Test("are none with one of the headers alone")
    func none() {
        #expect(offer(["Upgrade": "h2c"]) == .none)
        #expect(offer(["Upgrade": "h2c", "Connection": "keep-alive"]) == .none)
        #expect(offer([:]) == .none)
    }

    @Test("are unclear where the word is part of another one, and with CONNECT")
    func unclear() {
        #expect(offer(["Upgrade": "h2c", "Connection": "xupgrade"]) == .unclear)
        #expect(offer(["Upgrade": "h2c", "Connection": "upgrade\t"]) == .unclear)
        #expect(offer([:], method: .CONNECT) == .unclear)
    }
}

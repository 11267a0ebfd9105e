import NIOCore
import NIOHTTP1
import Rendering
import Testing

@testable import Server

/// RFC 9110, 13.1.2: who names the tag of what would be sent is told that nothing changed.
@Suite("Conditional answers")
struct ConditionalAnswersTests {
    private let short = Content(type: Content.json, text: "[]")
    private let long = Content(type: Content.json, text: String(repeating: "ab", count: 5_000))

    private func tag(_ reply: Response) throws -> String { try #require(reply.headers.first(name: "ETag")) }

    @Test("are 304 without a body where the tag is named, and the whole answer where it is not")
    func tags() throws {
        let rendered = CachedResponse(short, of: .kept)
        let whole = rendered.reply(acceptingGzip: false, ifNoneMatch: nil)
        #expect(whole.status == .ok && whole.body.length == 2)
        #expect(whole.headers["Cache-Control"] == ["no-cache"])
        let tag = try tag(whole)
        for known in [tag, "W/\(tag)", "\"0-1\", \(tag)", "*"] {
            let reply = rendered.reply(acceptingGzip: false, ifNoneMatch: known)
            #expect(reply.status == .notModified && reply.body.length == 0)
            #expect(reply.headers["ETag"] == [tag] && reply.headers["Cache-Control"] == ["no-cache"])
            #expect(reply.headers["Content-Type"].isEmpty)
        }
        #expect(rendered.reply(acceptingGzip: false, ifNoneMatch: "\"0-1\"").status == .ok)
    }

    @Test("have another tag where they are compressed, and either is known again")
    func compressed() throws {
        let rendered = CachedResponse(long, of: .kept)
        rendered.zip()
        let (plain, zipped) = (
            rendered.reply(acceptingGzip: false, ifNoneMatch: nil),
            rendered.reply(acceptingGzip: true, ifNoneMatch: nil)
        )
        let lengths = (zipped: try #require(zipped.body.length), plain: try #require(plain.body.length))
        #expect(zipped.headers["Content-Encoding"] == ["gzip"] && lengths.zipped < lengths.plain)
        #expect(try tag(plain) != tag(zipped))
        for reply in [plain, zipped] { #expect(reply.headers["Vary"] == ["Accept-Encoding"]) }
        for (acceptingGzip, known) in [(true, plain), (true, zipped), (false, plain), (false, zipped)] {
            let reply = rendered.reply(acceptingGzip: acceptingGzip, ifNoneMatch: try tag(known))
            #expect(reply.status == .notModified && reply.headers["Content-Encoding"].isEmpty)
        }
    }

    @Test("are none of what must be told each time, and none of failures")
    func untagged() {
        let failed = Content(status: 503, type: Content.json, text: "{}")
        for rendered in [CachedResponse(short, of: .liveness), CachedResponse(failed, of: .kept)] {
            let reply = rendered.reply(acceptingGzip: false, ifNoneMatch: "*")
            #expect(reply.status != .notModified && reply.body.length == 2)
            #expect(reply.headers["ETag"].isEmpty && reply.headers["Cache-Control"] == ["no-store"])
        }
    }

    @Test("depend on what they say that they depend on")
    func vary() {
        func vary(_ content: Content, _ resource: Resource) -> [String] {
            CachedResponse(content, of: resource).reply(acceptingGzip: false, ifNoneMatch: nil).headers["Vary"]
        }
        #expect(vary(short, .kept) == [])
        #expect(vary(long, .statusPage) == ["Accept-Language", ForwardedPrefix.name, "Accept-Encoding"])
        #expect(vary(short, .chart) == ["Accept-Language"])
    }
}

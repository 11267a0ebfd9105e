import NIOCore
import Testing

@testable import Server

@Suite("Entity tags")
struct EntityTagTests {
    /// The hashes are FNV-1a's published test vectors.
    @Test(
        "are the length and FNV-1a's 64 bits",
        arguments: [
            ("", "\"0-cbf29ce484222325\""), ("a", "\"1-af63dc4c8601ec8c\""), ("foobar", "\"6-85944171f73967e8\""),
        ])
    func tag(body: String, tag: String) {
        #expect(EntityTag.tag(of: ByteBuffer(string: body)) == tag)
    }

    @Test(
        "match alone, in a list, weakened by a proxy, and behind a star",
        arguments: ["\"1-a\"", "\"0-b\", \"1-a\"", "W/\"1-a\"", " \t\"1-a\" ", "*", "\"x\",*"])
    func matching(header: String) { #expect(EntityTag.matches(header, "\"1-a\"")) }

    @Test("match nothing else", arguments: ["", ",", "\"1-b\"", "1-a", "W/*", "\"1-a", "w/\"1-a\"", "\"1-a\"x"])
    func notMatching(header: String) { #expect(!EntityTag.matches(header, "\"1-a\"")) }
}

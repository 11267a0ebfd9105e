import NIOCore
import NIOEmbedded
import Testing

@testable import Server

@Suite("What waits for clients")
struct OutboxTests {
    private let start = NIODeadline.uptimeNanoseconds(1_000_000_000_000)

    private func body(_ bytes: Int) -> Response.Body { .bytes(ByteBuffer(repeating: 1, count: bytes)) }

    /// A connection that is open.
    private func channel() throws -> EmbeddedChannel {
        let channel = EmbeddedChannel()
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
        return channel
    }

    @Test("is refused where there is no room and nobody is slow, and has room again when one is done")
    func room() throws {
        let outbox = Outbox(maximumBytes: 1000)
        let first = try #require(outbox.add(body(600), for: try channel(), now: start))
        #expect(outbox.add(body(600), for: try channel(), now: start + .seconds(9)) == nil)
        #expect(outbox.add(body(400), for: try channel(), now: start + .seconds(9)) != nil)
        outbox.remove(first)
        outbox.remove(first)
        #expect(outbox.add(body(600), for: try channel(), now: start + .seconds(9)) != nil)
        #expect(outbox.add(body(1), for: try channel(), now: start + .seconds(9)) == nil)
    }

    @Test("is counted once where many wait for the same bytes")
    func shared() throws {
        let outbox = Outbox(maximumBytes: 1000)
        let body = body(900)
        let parcels = try (0..<50).map { _ in try #require(outbox.add(body, for: try channel(), now: start)) }
        #expect(outbox.add(self.body(900), for: try channel(), now: start) == nil)
        for parcel in parcels { outbox.remove(parcel) }
        #expect(outbox.add(self.body(1000), for: try channel(), now: start) != nil)
    }

    @Test("makes way where it waits for those who have been at it the longest: as many as need be are cut off")
    func slow() throws {
        let outbox = Outbox(maximumBytes: 1000)
        let channels = try (0..<4).map { _ in try channel() }
        for (age, channel) in channels.enumerated() {
            #expect(outbox.add(body(250), for: channel, now: start + .seconds(Int64(age))) != nil)
        }
        #expect(outbox.add(body(400), for: try channel(), now: start + .seconds(12)) != nil)
        #expect(channels.map(\.isActive) == [false, false, true, true])
    }

    @Test("takes nothing that is more than all the room")
    func tooLong() throws { #expect(Outbox(maximumBytes: 1000).add(body(1001), for: try channel(), now: start) == nil) }
}

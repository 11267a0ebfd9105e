import NIOCore
import NIOHTTP1
import Synchronization

/// What came of a request's body.
enum RequestBody: Sendable {
    /// Whoever answers takes none.
    case none
    case bytes(ByteBuffer)
    /// It was longer than what is taken.
    case tooLong
    /// Others hold what there is room for.
    case crowded
}

/// The bytes of bodies that are in memory, of all connections together: never more than `maximumBytes`.
final class BodyRoom: Sendable {
    private let maximumBytes: Int
    private let bytes = Mutex(0)

    init(maximumBytes: Int) { self.maximumBytes = maximumBytes }

    func take(_ count: Int) -> Bool {
        bytes.withLock { bytes in
            guard count <= maximumBytes - bytes else { return false }
            bytes += count
            return true
        }
    }

    func giveBack(_ count: Int) { bytes.withLock { $0 -= count } }
}

/// A request that is coming in, with as much of its body as is taken.
final class IncomingRequest {
    let head: HTTPRequestHead
    private(set) var body = RequestBody.none
    /// Its answer is known though it has not come to its end: what is still to come changes nothing, and is not waited for.
    private(set) var isCut = false
    private let mostBytes: Int
    private let room: BodyRoom
    private var taken = 0
    private var passedOver = 0

    /// Of a body that nobody takes so much is passed over, so that the connection can be used again.
    private static let mostPassedOver = 64 << 10

    /// - Parameter mostBytes: 0 where the body is passed over.
    init(_ head: HTTPRequestHead, mostBytes: Int, room: BodyRoom) {
        (self.head, self.mostBytes, self.room) = (head, mostBytes, room)
        if mostBytes > 0 { body = .bytes(ByteBuffer()) }
        if let length = head.headers.first(name: "Content-Length").flatMap({ Int($0) ?? .max }) { expect(length) }
    }

    private func expect(_ length: Int) {
        guard length > (mostBytes > 0 ? mostBytes : Self.mostPassedOver) else { return }
        if mostBytes > 0 { body = .tooLong }
        isCut = true
    }

    deinit { room.giveBack(taken) }

    func add(_ bytes: ByteBuffer) {
        let count = bytes.readableBytes
        guard case .bytes(var buffer) = body else {
            passedOver += count
            if passedOver > Self.mostPassedOver { isCut = true }
            return
        }
        if buffer.readableBytes + count > mostBytes { return expect(buffer.readableBytes + count) }
        guard room.take(count) else { return body = .crowded }
        taken += count
        // Else the bytes would be copied.
        body = .none
        buffer.writeImmutableBuffer(bytes)
        body = .bytes(buffer)
    }
}

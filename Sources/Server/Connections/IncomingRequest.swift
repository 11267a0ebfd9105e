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
    private let mostBytes: Int
    private let room: BodyRoom
    private var taken = 0

    /// - Parameter mostBytes: 0 where the body is passed over.
    init(_ head: HTTPRequestHead, mostBytes: Int, room: BodyRoom) {
        (self.head, self.mostBytes, self.room) = (head, mostBytes, room)
        if mostBytes > 0 { body = .bytes(ByteBuffer()) }
    }

    deinit { room.giveBack(taken) }

    func add(_ bytes: ByteBuffer) {
        guard case .bytes(var buffer) = body else { return }
        let count = bytes.readableBytes
        guard buffer.readableBytes + count <= mostBytes else { return body = .tooLong }
        guard room.take(count) else { return body = .crowded }
        taken += count
        // Else the bytes would be copied.
        body = .none
        buffer.writeImmutableBuffer(bytes)
        body = .bytes(buffer)
    }
}

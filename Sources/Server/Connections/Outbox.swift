import NIOCore
import Synchronization

/// The bodies that wait in memory until clients take them, of all connections together: never more than `maximumBytes`.
///
/// A client that takes a long answer slowly holds it here, and may ask for another one over its next connection. Where
/// there is no room left those are cut off that have been at it the longest, but nobody who has just begun.
final class Outbox: Sendable {
    /// The room that one connection takes.
    final class Parcel: Sendable {
        fileprivate let channel: any Channel
        fileprivate let since: NIODeadline
        /// Bytes that others may wait for, too, and that are in memory once.
        fileprivate let shared: ByteBuffer
        /// Bytes that are for this connection alone.
        fileprivate let own: Int

        fileprivate init(_ channel: any Channel, _ body: Response.Body, since: NIODeadline) {
            self.channel = channel
            self.since = since
            switch body {
            case .bytes(let bytes):
                shared = bytes
                own = 0
            case .expanded(let body):
                shared = body.bytes
                own = GunzipStream.memory + AnswerSender.mostUnsent
            case .streamed:
                // What waits is limited where it is made.
                shared = ByteBuffer()
                own = 0
            }
        }
    }

    private struct Contents {
        var parcels: [ObjectIdentifier: Parcel] = [:]
        /// How many parcels hold the bytes at a place in memory.
        var holders: [UInt: Int] = [:]
        var bytes = 0

        /// How many bytes one more parcel would take.
        func room(for parcel: Parcel) -> Int {
            parcel.own + (holders[parcel.shared.place] == nil ? parcel.shared.readableBytes : 0)
        }

        mutating func insert(_ parcel: Parcel) {
            bytes += room(for: parcel)
            holders[parcel.shared.place, default: 0] += 1
            parcels[ObjectIdentifier(parcel)] = parcel
        }

        mutating func remove(_ parcel: Parcel) {
            guard parcels.removeValue(forKey: ObjectIdentifier(parcel)) != nil else { return }
            let others = (holders[parcel.shared.place] ?? 1) - 1
            holders[parcel.shared.place] = others == 0 ? nil : others
            bytes -= room(for: parcel)
        }
    }

    /// Shorter bodies are not counted: the system takes them at once.
    static let shortest = 64 << 10
    /// How long a client is left alone, whoever waits for room.
    private static let grace = TimeAmount.seconds(10)

    private let maximumBytes: Int
    private let contents = Mutex(Contents())

    init(maximumBytes: Int) { self.maximumBytes = maximumBytes }

    /// Takes room for a body that `channel` is to send; nil where there is none, and the client must ask again later.
    func add(_ body: Response.Body, for channel: any Channel, now: NIODeadline = .now()) -> Parcel? {
        let parcel = Parcel(channel, body, since: now)
        let (isIn, slow) = contents.withLock { contents -> (Bool, [Parcel]) in
            var slow: [Parcel] = []
            if contents.bytes + contents.room(for: parcel) > maximumBytes {
                for old in Outbox.oldest(contents.parcels.values, now)
                where contents.bytes + contents.room(for: parcel) > maximumBytes {
                    contents.remove(old)
                    slow.append(old)
                }
            }
            guard contents.bytes + contents.room(for: parcel) <= maximumBytes else { return (false, slow) }
            contents.insert(parcel)
            return (true, slow)
        }
        for parcel in slow { parcel.channel.close(promise: nil) }
        return isIn ? parcel : nil
    }

    /// The connection has sent it, or is gone.
    func remove(_ parcel: Parcel) { contents.withLock { $0.remove(parcel) } }

    private static func oldest(_ parcels: some Sequence<Parcel>, _ now: NIODeadline) -> [Parcel] {
        parcels.filter { $0.since + grace <= now }.sorted { $0.since < $1.since }
    }
}

extension ByteBuffer {
    /// Equal for those that share their bytes.
    fileprivate var place: UInt { withVeryUnsafeBytes { UInt(bitPattern: $0.baseAddress) } }
}

import Dispatch
import NIOCore
import Synchronization

/// All open connections: not more than `most`, and closed in good order at the end.
final class ConnectionRegister: Sendable {
    final class Entry: Sendable {
        let channel: any Channel
        /// Since when the client is to send a request, in nanoseconds of `NIODeadline`; 0 while one is being answered.
        let waitingSince: Atomic<UInt64>

        fileprivate init(_ channel: any Channel) {
            self.channel = channel
            waitingSince = Atomic(NIODeadline.now().uptimeNanoseconds)
        }
    }

    private let most: Int
    private let entries = Mutex<[ObjectIdentifier: Entry]>([:])
    private let open = DispatchGroup()

    init(most: Int) { self.most = most }

    /// Takes in a connection. Where that is one too many, those go that have let us wait for a request the longest, some
    /// at a time: never the new one, and none that is being answered.
    func add(_ channel: any Channel) -> Entry {
        let entry = Entry(channel)
        open.enter()
        let dropped = entries.withLock { entries in
            let dropped = entries.count < most ? [] : slowest(of: entries.values)
            entries[ObjectIdentifier(entry)] = entry
            return dropped
        }
        for entry in dropped { entry.channel.close(promise: nil) }
        return entry
    }

    func remove(_ entry: Entry) {
        let wasThere = entries.withLock { $0.removeValue(forKey: ObjectIdentifier(entry)) != nil }
        if wasThere { open.leave() }
    }

    private func slowest(of entries: some Sequence<Entry>) -> [Entry] {
        let waiting = entries.map { (since: $0.waitingSince.load(ordering: .relaxed), entry: $0) }
            .filter { $0.since > 0 }.sorted { $0.since < $1.since }
        return waiting.prefix(max(1, most / 32)).map(\.entry)
    }

    /// Has every connection closed as soon as its answer is sent, and waits for that, but not longer than `limit`.
    func closeAll(within limit: DispatchTimeInterval) {
        for entry in entries.withLock({ Array($0.values) }) {
            entry.channel.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent())
        }
        if open.wait(timeout: .now() + limit) == .success { return }
        for entry in entries.withLock({ Array($0.values) }) { entry.channel.close(promise: nil) }
        open.wait()
    }
}

import Archive
import Foundation
import Latency
import Synchronization
import Testing

/// What transactions and reads promise, in whatever store.
@Suite struct TransactionContract {
    @Test(
        "a transaction that throws leaves nothing of any kind, and one that does not leaves all",
        arguments: StoreKind.allCases)
    func allOrNothing(kind: StoreKind) throws {
        let place = try kind.place()
        defer { withExtendedLifetime(place) {} }
        let (store, other) = (try place.open(), try place.open())
        let stop = ArchiveError.failed(path: "here", reason: "stop")
        #expect(throws: stop) {
            try store.write(nil) { () throws(ArchiveError) in
                // What it writes it can read.
                try store.addLayout(1, [9], checksum: 1)
                #expect(try store.layout([9]) == 1)
                throw stop
            }
        }
        #expect(try other.layout([9]) == nil)
        try store.fill()
        let before = try (1...2).map { try other.rowCounts(of: $0) }
        #expect(before == [[1, 2, 1, 1, 2, 1, 1, 1, 1, 1], [1, 2, 1, 1, 2, 1, 1, 1, 1, 1]])
        #expect(throws: stop) {
            try store.write([1]) { () throws(ArchiveError) in
                try store.removeSource(1)
                try store.removeSeries(4, of: 2)
                try store.deleteHot(of: 2, in: Window(index: 0)...Window(index: HotKey.last))
                try store.deleteTold(of: 2, model: "a")
                try store.changeRefused(of: 2, add: [], remove: [Window(index: 7)])
                throw stop
            }
        }
        #expect(try (1...2).map { try other.rowCounts(of: $0) } == before)
        #expect(try (1...2).map { try store.rowCounts(of: $0) } == before)
    }

    @Test(
        "the version changes with every commit, the number of changes with every commit of others",
        arguments: StoreKind.allCases)
    func stamps(kind: StoreKind) throws {
        let place = try kind.place()
        defer { withExtendedLifetime(place) {} }
        let (store, other) = (try place.open(), try place.open())
        try store.fill()
        var versions = [try #require(try other.version)]
        var changes = [try other.changes]
        for body in 0..<5 as Range<UInt8> {
            try store.write([1]) { () throws(ArchiveError) in try store.putInventory([body], of: 1) }
            versions.append(try #require(try other.version))
            #expect(try store.version == versions.last)
            #expect(try other.inventory(of: 1) == [body])
            changes.append(try other.changes)
        }
        #expect(Set(versions).count == 6 && Set(changes).count == 6)
        let own = try store.changes
        try store.write([1]) { () throws(ArchiveError) in try store.putInventory([9], of: 1) }
        #expect(try store.changes == own)
        let (version, last) = (try other.version, try other.changes)
        _ = try? store.write([1]) { () throws(ArchiveError) in
            try store.putInventory([8], of: 1)
            throw .tookTooLong(path: "")
        }
        #expect(try other.inventory(of: 1) == [9])
        #expect(try other.version == version && other.changes == last)
    }

    @Test("all of a read is of one instant, and inside a transaction of that one", arguments: StoreKind.allCases)
    func oneInstant(kind: StoreKind) throws {
        let place = try kind.place()
        defer { withExtendedLifetime(place) {} }
        let store = try place.open()
        try store.fill()
        let isDone = DispatchSemaphore(value: 0)
        let error = Mutex<String?>(nil)
        try store.read(within: nil) { () throws(ArchiveError) in
            #expect(try store.inventory(of: 1) == [1])
            // It waits for the read, or does not: the read does not see it.
            Thread.detachNewThread {
                do {
                    let other = try place.open()
                    try other.write([1]) { () throws(ArchiveError) in
                        try other.putInventory([5], of: 1)
                        try other.putHot([(Window(index: 600_000), [5])], of: 1)
                    }
                } catch let failure {
                    error.withLock { $0 = "\(failure)" }
                }
                isDone.signal()
            }
            usleep(50_000)
            try store.read(within: nil) { () throws(ArchiveError) in
                #expect(try store.hotBodies(of: 1, in: 0...700_000) == ["600000: [1, 1]"])
            }
            #expect(try store.inventory(of: 1) == [1])
        }
        isDone.wait()
        #expect(error.withLock { $0 } == nil)
        #expect(try store.inventory(of: 1) == [5])
        try store.write([1]) { () throws(ArchiveError) in
            try store.putInventory([6], of: 1)
            try store.read(within: nil) { () throws(ArchiveError) in #expect(try store.inventory(of: 1) == [6]) }
            try store.putInventory([7], of: 1)
        }
        #expect(try store.inventory(of: 1) == [7])
    }

    @Test("a read that throws is over, and one that takes too long throws", arguments: StoreKind.allCases)
    func limits(kind: StoreKind) throws {
        let place = try kind.place()
        defer { withExtendedLifetime(place) {} }
        let store = try place.open()
        try store.fill()
        let many = (1...3000).map { (Window(index: $0), [UInt8](repeating: 1, count: 10)) }
        try store.write([1]) { () throws(ArchiveError) in try store.putHot(many, of: 1) }
        let error = #expect(throws: ArchiveError.self) {
            try store.read(within: .milliseconds(1)) { () throws(ArchiveError) in
                while true { try store.places(in: .hot) { _ in } }
            }
        }
        #expect(error == .tookTooLong(path: store.path))
        var isDone = false
        try store.read(within: .seconds(60)) { isDone = true }
        #expect(isDone)
        try store.write([1]) { () throws(ArchiveError) in try store.putInventory([7], of: 1) }
        #expect(try place.open().inventory(of: 1) == [7])
    }

    @Test("the whole is sound and has a size", arguments: StoreKind.allCases)
    func whole(kind: StoreKind) throws {
        let place = try kind.place()
        defer { withExtendedLifetime(place) {} }
        let store = try place.open()
        try store.fill()
        for isQuick in [true, false] { try store.check(isQuick: isQuick) { Issue.record("\($0)") } }
        try store.read(within: nil) { () throws(ArchiveError) in #expect(try store.isWhole) }
        let before = try store.size()
        let many = (1...3000).map { (Window(index: $0), [UInt8](repeating: 1, count: 1000)) }
        try store.write([1]) { () throws(ArchiveError) in try store.putHot(many, of: 1) }
        let full = try store.size()
        #expect(full.bytes - before.bytes > 3_000_000 && full.version == before.version)
        try store.write([1]) { () throws(ArchiveError) in
            try store.deleteHot(of: 1, in: Window(index: 1)...Window(index: 3000))
        }
        try store.releaseFreeSpace()
        let after = try store.size()
        #expect(after.bytes - after.freeBytes < full.bytes - 3_000_000)
    }
}

import Archive
import Glibc
import Latency
import PostgresStore
import Support
import Synchronization

/// Commits of a window of one source and its run, one after the other.
final class Commits {
    private let archive: Archive
    private let source: Source
    private var traffic: Traffic
    private var next = Traffic.start.windows.lowerBound

    init(_ url: String, models: Int, source: String = "commits") throws {
        archive = Archive(store: try PostgresStore.open(url, for: .writing))
        self.source = try archive.source(Traffic.source(source))
        traffic = Traffic(models: models)
    }

    func run(_ count: Int) throws {
        var times: [Double] = []
        for _ in 0..<count { times.append(try commit()) }
        print(rounded(times.sorted()[count / 2]))
    }

    /// Milliseconds.
    func commit() throws -> Double {
        let window = traffic.window(next)
        next = next.advanced(by: 1)
        return try milliseconds { try archive.commit([window], run: Traffic.run(at: window.window.end), of: source) }
    }
}

/// Collectors side by side.
enum Collectors {
    static func run(_ url: String, _ count: Int, seconds: Int) throws {
        let done = Mutex(0)
        let began = Mutex(ContinuousClock.Instant?.none)
        let ready = Mutex(0)
        // They wait for each other: as many threads as there are.
        Threads.run(count, atMost: count) { number in
            guard let commits = try? Commits(url, models: 50, source: "collector-\(number)"),
                (try? commits.commit()) != nil
            else { return }
            ready.withLock { $0 += 1 }
            while ready.withLock({ $0 }) < count { usleep(1000) }
            let start = began.withLock { began in
                began = began ?? .now
                return began ?? .now
            }
            while ContinuousClock.now - start < .seconds(seconds) {
                guard (try? commits.commit()) != nil else { return }
                done.withLock { $0 += 1 }
            }
        }
        print(rounded(Double(done.withLock { $0 }) / Double(seconds)))
    }
}

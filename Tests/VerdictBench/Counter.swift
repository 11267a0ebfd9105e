import Synchronization

/// What several threads count.
final class Counter: Sendable {
    private let counts = Mutex([0, 0])

    var values: [Int] { counts.withLock { $0 } }

    func add(_ first: Int, _ second: Int) { counts.withLock { ($0[0], $0[1]) = ($0[0] + first, $0[1] + second) } }
}

import Glibc
import Synchronization

/// Work that waits for others, done at the same time.
package enum Threads {
    /// Calls `body` with every number below `count`, on as many threads as there are numbers, at most `most`, and returns
    /// when all are done. Where the system has no thread to give, fewer do it, and this one the rest.
    package static func run(_ count: Int, atMost most: Int, _ body: @Sendable (Int) -> Void) {
        withoutActuallyEscaping(body) { body in
            let work = Work(count: count, body: body)
            let started = (1..<max(1, min(count, most))).compactMap { _ in start(work) }
            work.run()
            for thread in started { pthread_join(thread, nil) }
        }
    }

    /// Runs `body` while another thread does `work`, and returns when both are done. Where the system has no thread to give,
    /// `work` comes behind it.
    package static func beside<T>(_ work: @Sendable () -> Void, _ body: () -> T) -> T {
        withoutActuallyEscaping(work) { work in
            let other = Work(count: 1) { _ in work() }
            let thread = start(other)
            let result = body()
            other.run()
            if let thread { pthread_join(thread, nil) }
            return result
        }
    }

    final class Work: Sendable {
        private let count: Int
        private let body: @Sendable (Int) -> Void
        private let next = Atomic(0)

        init(count: Int, body: @escaping @Sendable (Int) -> Void) { (self.count, self.body) = (count, body) }

        func run() {
            while true {
                let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
                guard index < count else { return }
                body(index)
            }
        }
    }

    private static func start(_ work: Work) -> pthread_t? { start { work.run() } }

    /// nil where the system refuses.
    static func start(_ body: @escaping @Sendable () -> Void) -> pthread_t? {
        var thread = pthread_t()
        let handle = Unmanaged.passRetained(Body(run: body))
        let code = pthread_create(
            &thread, nil,
            { handle in
                handle.map { Unmanaged<Body>.fromOpaque($0).takeRetainedValue() }?.run()
                return nil
            }, handle.toOpaque())
        guard code == 0 else {
            handle.release()
            return nil
        }
        return thread
    }

    private final class Body: Sendable {
        let run: @Sendable () -> Void

        init(run: @escaping @Sendable () -> Void) { self.run = run }
    }
}

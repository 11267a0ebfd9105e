import Glibc
import Synchronization

/// A thread that takes a part of the work of another one, as often as that has some. It waits in between, and ends with this value.
package final class Helper {
    private let shared = Shared()
    /// nil where the system has no thread to give: then all is done by who asks.
    private let thread: pthread_t?

    package init() { thread = Threads.start { [shared] in shared.serve() } }

    deinit {
        shared.give(nil)
        if let thread { pthread_join(thread, nil) }
    }

    /// Runs `body` while the helper calls `work` with the numbers below `count`, one after the other; what is left of these then
    /// both do.
    package func beside<T>(_ count: Int, _ work: @Sendable (Int) -> Void, _ body: () -> T) -> T {
        withoutActuallyEscaping(work) { work in
            let work = Threads.Work(count: count, body: work)
            if thread != nil { shared.give(work) }
            let result = body()
            work.run()
            if thread != nil { shared.waitUntilDone() }
            return result
        }
    }

    private final class Shared: Sendable {
        private let work = Mutex<Threads.Work?>(nil)
        private let given = Semaphore()
        private let done = Semaphore()

        /// nil to end.
        func give(_ work: Threads.Work?) {
            self.work.withLock { $0 = work }
            given.post()
        }

        func waitUntilDone() { done.wait() }

        func serve() {
            while takePart() { done.post() }
        }

        /// False at the end. Who is told that the work is done may throw it away: nothing here holds it any more.
        @inline(never)
        private func takePart() -> Bool {
            given.wait()
            guard let work = work.withLock({ $0.take() }) else { return false }
            work.run()
            return true
        }
    }

    private final class Semaphore: Sendable {
        // The system's own calls may come from any thread.
        private nonisolated(unsafe) let semaphore = UnsafeMutablePointer<sem_t>.allocate(capacity: 1)

        init() { sem_init(semaphore, 0, 0) }

        deinit {
            sem_destroy(semaphore)
            semaphore.deallocate()
        }

        func post() { sem_post(semaphore) }

        func wait() {
            // A signal may come in between.
            while sem_wait(semaphore) != 0 {}
        }
    }
}

import Support
import Synchronization
import Testing

struct ThreadsTests {
    @Test(arguments: [0, 1, 2, 7, 100])
    func `Every number comes once, and all are done at the end`(_ count: Int) {
        let seen = Mutex<[Int]>([])
        Threads.run(count, atMost: 4) { index in seen.withLock { $0.append(index) } }
        #expect(seen.withLock { $0.sorted() } == Array(0..<count))
    }

    @Test func `Those that wait for each other do so at the same time`() {
        // Each waits for the other one: one after another they would wait for ever.
        let here = Atomic(0)
        Threads.run(2, atMost: 2) { _ in
            here.add(1, ordering: .relaxed)
            while here.load(ordering: .relaxed) < 2 {}
        }
        #expect(here.load(ordering: .relaxed) == 2)
    }

    @Test func `A helper does its part again and again, and all is done at the end of each`() {
        let helper = Helper()
        for count in (0..<100).flatMap({ _ in [0, 1, 100, 3] }) {
            let seen = Mutex<[Int]>([])
            let result = helper.beside(count, { index in seen.withLock { $0.append(index) } }) { count + 7 }
            #expect(result == count + 7 && seen.withLock { $0.sorted() } == Array(0..<count))
        }
    }

    @Test func `A helper works while its asker does`() {
        let here = Atomic(0)
        Helper().beside(1, { _ in here.add(1, ordering: .relaxed) }) {
            while here.load(ordering: .relaxed) < 1 {}
        }
        #expect(here.load(ordering: .relaxed) == 1)
    }
}

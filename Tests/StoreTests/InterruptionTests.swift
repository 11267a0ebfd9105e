import Archive
import Latency
import Testing

@Suite("A store that is interrupted once, at whatever point,") struct InterruptionTests {
    @Test("changes neither what is stored nor what is answered", arguments: StoreKind.allCases, Course.all)
    func everywhere(kind: StoreKind, course: Course) throws {
        let begun = try kind.place()
        defer { withExtendedLifetime(begun) {} }
        try Course.begin(Archive(store: begun.open()))
        let whole = try outcome(of: course, on: begun, failingAt: nil)
        #expect(whole.verbs > 3)
        // A database takes long enough for one verb of four, which are others for each course; see `CutConnectionTests`.
        let step = kind == .postgres ? 4 : 1
        for verb in stride(from: 1 + whole.verbs % step, through: whole.verbs, by: step) {
            for isAfter in [false, true] {
                let (answer, contents, _) = try outcome(of: course, on: begun, failingAt: (verb, isAfter))
                let point = "\(isAfter ? "after" : "before") verb \(verb) of \(whole.verbs)"
                #expect(answer == whole.answer, "\(point)")
                #expect(contents == whole.contents, "\(point)")
            }
        }
    }

    @Test("and again and again, is given up in the end, and nothing is stored", arguments: StoreKind.allCases)
    func givenUp(kind: StoreKind) throws {
        let place = try kind.place()
        defer { withExtendedLifetime(place) {} }
        try Course.begin(Archive(store: place.open()))
        let before = try contents(of: Archive(store: place.open()))
        let source = try #require(
            try Archive(store: place.open()).source(named: "eu", metric: "request_duration_seconds"))
        for course in Course.all {
            let store = InterruptedStore(try place.open()) { _, isAfter in !isAfter }
            #expect(throws: ArchiveError.interrupted(path: store.path, reason: "on command")) {
                _ = try course.work(Archive(store: store, retries: Retries(attempts: 3) { _ in }), source)
            }
            #expect(store.verbs == 3)
        }
        #expect(try contents(of: Archive(store: place.open())) == before)
    }

    @Test("gives no window twice to whoever reads them one by one", arguments: StoreKind.allCases)
    func handedOut(kind: StoreKind) throws {
        let place = try kind.place()
        defer { withExtendedLifetime(place) {} }
        let plain = Archive(store: try place.open())
        try Course.begin(plain)
        let source = try #require(try plain.source(named: "eu", metric: "request_duration_seconds"))
        func read(_ archive: Archive, _ windows: inout [CollectedWindow]) throws {
            let all = Window(index: 1)...Window(index: 10_000_000)
            _ = try archive.forEachWindow(of: source, in: all, newestFirst: false) {
                windows.append($0)
                return true
            }
        }
        var whole: [CollectedWindow] = []
        let counting = InterruptedStore(try place.open()) { _, _ in false }
        try read(Archive(store: counting), &whole)
        #expect(whole.count == 6)
        var (cutOff, finished) = (0, 0)
        for verb in 1...counting.verbs {
            for point in [false, true] {
                let store = InterruptedStore(try place.open()) { $0 == verb && $1 == point }
                var windows: [CollectedWindow] = []
                do {
                    try read(Archive(store: store, retries: Retries(attempts: 2) { _ in }), &windows)
                    #expect(windows == whole)
                    finished += 1
                } catch ArchiveError.interrupted {
                    #expect(!windows.isEmpty && whole.starts(with: windows))
                    cutOff += 1
                }
            }
        }
        #expect(cutOff > 1 && finished > 1)
    }

    private func outcome(
        of course: Course, on begun: any StorePlace, failingAt failure: (verb: Int, isAfter: Bool)?
    ) throws -> (answer: String, contents: String, verbs: Int) {
        let place = try begun.copy()
        defer { withExtendedLifetime(place) {} }
        let plain = Archive(store: try place.open())
        let source = try #require(try plain.source(named: "eu", metric: "request_duration_seconds"))
        let store = InterruptedStore(try place.open()) { verb, isAfter in
            failure.map { $0 == (verb, isAfter) } ?? false
        }
        let answer = try course.work(Archive(store: store, retries: Retries(attempts: 2) { _ in }), source)
        #expect(try Verification.findings(in: plain) == [])
        return (answer, try contents(of: plain), store.verbs)
    }
}

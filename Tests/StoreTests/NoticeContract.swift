import Latency
import Testing

@testable import Archive

/// What an archive promises of what targets were told, and of what is held for them, in whatever store.
@Suite struct NoticeContract {
    @Test("targets don't share what they were told, and good is forgotten", arguments: StoreKind.allCases)
    func targets(kind: StoreKind) throws {
        let place = try kind.place()
        defer { withExtendedLifetime(place) {} }
        let archive = Archive(store: try place.open())
        let source = try archive.source(StoreSamples.description("eu"))
        let told = ToldState(.measure, .warning, since: 1)
        try archive.remember([told], of: source, to: "x")
        #expect(try archive.notifiedStates(of: source, to: "x").value == [told])
        #expect(try archive.notifiedStates(of: source, to: "y").value.isEmpty)
        try archive.remember([ToldState(.measure, .good, since: 2)], of: source, to: "y")
        #expect(try archive.notifiedStates(of: source, to: "x").value == [told])
        try archive.remember([ToldState(.measure, .good, since: 2)], of: source, to: "x")
        #expect(try archive.notifiedStates(of: source, to: "x").value.isEmpty)
    }

    @Test("a severity that nobody is ever told is damage where it stands as told", arguments: StoreKind.allCases)
    func neverTold(kind: StoreKind) throws {
        let place = try kind.place()
        defer { withExtendedLifetime(place) {} }
        let archive = Archive(store: try place.open())
        let source = try archive.source(StoreSamples.description("eu"))
        try archive.remember([ToldState(.measure, .cannotTell, since: 1)], of: source, to: "x")
        let read = try archive.notifiedStates(of: source, to: "x")
        #expect(read.value.isEmpty && !read.damages.isEmpty)
    }

    @Test(
        "what is held for one target comes back as it was, until it is told or replaced", arguments: StoreKind.allCases)
    func held(kind: StoreKind) throws {
        let place = try kind.place()
        defer { withExtendedLifetime(place) {} }
        let archive = Archive(store: try place.open())
        let source = try archive.source(StoreSamples.description("eu"))
        let other = try archive.source(StoreSamples.description("us"))
        let held = [
            HeldNotice(.collection, worst: .critical, state: .good, since: 5, latest: 9, changes: 3),
            HeldNotice(.model("a\u{0}"), worst: .warning, state: .warning, since: 6, latest: 6, changes: 1),
            HeldNotice(
                .rule("queue \u{0}", model: "한"), worst: .critical, state: .critical, since: 7, latest: 8, changes: 2),
        ]
        try archive.remember(told: [], holding: held, released: [], of: source, to: "x")
        let told = ToldState(.collection, .critical, since: 4)
        try archive.remember([told], of: source, to: "x")
        let reader = Archive(store: try place.open())
        func read(_ source: Source, _ target: String) throws -> Set<HeldNotice> {
            let read = try reader.heldNotices(of: source, to: target)
            #expect(read.damages.isEmpty)
            return Set(read.value)
        }
        #expect(try read(source, "x") == Set(held))
        #expect(try read(source, "y").isEmpty && read(other, "x").isEmpty)
        #expect(try reader.notifiedStates(of: source, to: "x").value == [told])

        let later = HeldNotice(.collection, worst: .critical, state: .warning, since: 5, latest: 12, changes: 4)
        try archive.remember(told: [], holding: [later], released: [.model("a\u{0}")], of: source, to: "x")
        #expect(try read(source, "x") == [later, held[2]])
        #expect(try reader.notifiedStates(of: source, to: "x").value == [told])
        try archive.forget(source)
        #expect(try archive.sources().count == 1 && Verification.findings(in: archive) == [])
    }
}

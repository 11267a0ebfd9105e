import Latency
import Testing

@testable import Archive

/// What an archive promises of marks and exclusions, in whatever store.
@Suite struct MarkContract {
    private func mark(_ at: Int, _ text: String = "deploy\u{0} 한", model: Name? = nil, kind: Mark.Kind = .manual)
        -> Mark
    {
        Mark(at: at, text: text, model: model, kind: kind, createdAt: at + 5, createdBy: "me")
    }

    private func exclusion(_ from: Int, models: String = "*") -> RecordedExclusion {
        RecordedExclusion(
            Exclusion(from: from, to: from + 60, models: ShellPattern(models), reason: "driver\u{0}"), createdAt: 7,
            createdBy: "me")
    }

    @Test("marks come by time as they were added, in an archive without sources, too", arguments: StoreKind.allCases)
    func marks(kind: StoreKind) throws {
        let place = try kind.place()
        defer { withExtendedLifetime(place) {} }
        let archive = Archive(store: try place.open())
        #expect(try archive.marks().value.isEmpty && archive.marks().damages.isEmpty)
        let given = [
            mark(30), mark(10, model: ""), mark(20, "", model: "a", kind: .newModel), mark(10, kind: .processStart),
        ]
        for (index, mark) in given.enumerated() {
            #expect(try archive.add(mark) == Numbered(id: index + 1, mark))
        }
        let read = try Archive(store: place.open()).marks()
        #expect(read.value.map(\.id) == [2, 4, 3, 1])
        #expect(read.value.map(\.record) == [given[1], given[3], given[2], given[0]])
        #expect(read.value.first?.at == 10 && read.damages.isEmpty)
        #expect(try archive.sources().isEmpty && Verification.findings(in: archive) == [])
    }

    @Test(
        "who adds with the same key again gets the mark that was added first, and a number never comes back",
        arguments: StoreKind.allCases)
    func keys(kind: StoreKind) throws {
        let place = try kind.place()
        defer { withExtendedLifetime(place) {} }
        let archive = Archive(store: try place.open())
        let first = try archive.add(mark(1), key: "k\u{0}")
        #expect(try archive.add(mark(2, "other"), key: "k\u{0}") == first)
        #expect(try archive.add(mark(2), key: "k").id == 2)
        #expect(try archive.add(mark(2)).id == 3 && archive.add(mark(2)).id == 4)
        #expect(try archive.removeMark(4) && !archive.removeMark(4) && !archive.removeMark(99))
        #expect(try archive.removeMark(3))
        #expect(try archive.add(mark(2)).id == 5)
        #expect(try archive.marks().value.map(\.id) == [1, 2, 5])
        #expect(try archive.marks().damages.isEmpty && Verification.findings(in: archive) == [])
    }

    @Test("exclusions come by their beginning as they were added", arguments: StoreKind.allCases)
    func exclusions(kind: StoreKind) throws {
        let place = try kind.place()
        defer { withExtendedLifetime(place) {} }
        let archive = Archive(store: try place.open())
        for (index, from) in [300, 100, 200, 100].enumerated() {
            #expect(try archive.add(exclusion(from, models: "m\(index)*")).id == index + 1)
        }
        #expect(try archive.removeExclusion(3) && !archive.removeExclusion(3))
        #expect(try archive.add(exclusion(50)).id == 5)
        #expect(try archive.removeExclusion(5))
        #expect(try archive.add(exclusion(50)).id == 6)
        let read = try Archive(store: place.open()).exclusions()
        #expect(read.value.map(\.id) == [6, 2, 4, 1] && read.damages.isEmpty)
        #expect(read.value.map(\.record)[1] == exclusion(100, models: "m1*"))
        #expect(try archive.marks().value.isEmpty && Verification.findings(in: archive) == [])
    }

    @Test("a source that is forgotten leaves marks and exclusions as they are", arguments: StoreKind.allCases)
    func forgottenSource(kind: StoreKind) throws {
        let place = try kind.place()
        defer { withExtendedLifetime(place) {} }
        let archive = Archive(store: try place.open())
        let source = try archive.source(StoreSamples.description("eu"))
        _ = try archive.add(mark(1))
        _ = try archive.add(exclusion(1))
        try archive.forget(source)
        #expect(
            try archive.marks().value.count == 1 && archive.exclusions().value.count == 1
                && Verification.findings(in: archive) == [])
    }
}

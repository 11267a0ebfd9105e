import Latency
import Testing

@testable import Archive
@testable import SQLiteStore

@Suite("Windows that are asked for again") struct ReplacingTests: OnOneSource {
    let own: OneSource
    private let day = UTCDay(index: 20_378)

    init() throws { own = try OneSource() }

    @Test("replace what is stored where they are exact, in a sealed day, too", arguments: [false, true])
    func replaced(isSealed: Bool) throws {
        let spoiled = [
            window(0, Samples.model("a", [9, 9, 9]), Samples.model("made up")),
            window(1, Samples.model("a", [9, 9, 9]), Samples.model("unread")),
            window(2, Samples.model("a", [9, 9, 9])), window(3, Samples.model("a", [9, 9, 9])),
        ]
        try archive.commit(spoiled, run: nil, of: source)
        if isSealed { try archive.seal(of: source, at: day.end + Archive.sealingDelay) }
        let again = [
            window(0, Samples.model("a"), Samples.model("b")), window(1, Samples.model("a")),
            window(2, Samples.model("a", [1, 2, 3], .spanned)),
        ]
        try archive.commit(
            again, run: nil, of: source, refused: [day.window(1): ["unread"]], replaces: true)
        #expect(
            try archive.windows(of: source) == [
                again[0], window(1, Samples.model("a"), Samples.model("unread")), spoiled[2], spoiled[3],
            ])
        #expect(try archive.refusedWindows(of: source) == [day.window(1)])
    }

    @Test("from which a model was refused are known for a day, or until nothing is refused any more")
    func refused() throws {
        try archive.commit(
            [window(0), window(1)], run: nil, of: source, refused: [day.window(0): ["a"], day.window(1): ["a"]])
        #expect(try archive.refusedWindows(of: source) == [day.window(0), day.window(1)])
        try archive.commit([window(1, Samples.model("a"))], run: nil, of: source)
        #expect(try archive.refusedWindows(of: source) == [day.window(0)])
        try archive.commit([window(289)], run: nil, of: source)
        #expect(try archive.refusedWindows(of: source) == [])
    }

    private func window(_ slot: Int, _ models: ModelWindow...) -> CollectedWindow {
        CollectedWindow(window: day.window(slot), models: models)
    }
}

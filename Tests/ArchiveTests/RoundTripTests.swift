import Latency
import Testing

@testable import Archive

@Suite struct RoundTripTests {
    let directory: TemporaryDirectory
    let archive: Archive
    let source: Source

    init() throws {
        directory = try TemporaryDirectory()
        archive = try Archive(creatingAt: directory.archive)
        source = try archive.source(Samples.description)
    }

    @Test("what was committed is read back by another connection")
    func readBack() throws {
        let windows = [
            Samples.window(100, Samples.model("b"), Samples.model("a", [0, 0, 0], .reset)),
            Samples.window(102),
        ]
        try archive.commit(windows, run: nil, of: source)
        let reader = try Archive(readingAt: directory.archive)
        #expect(try reader.windows(of: source) == windows)
        #expect(try reader.windows(of: source, newestFirst: true) == windows.reversed())
        #expect(try reader.models(of: source) == ["a", "b"])
    }
}

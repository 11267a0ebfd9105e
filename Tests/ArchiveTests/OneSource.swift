@testable import Archive
@testable import SQLiteStore

/// A new archive with one source, in a directory of its own.
struct OneSource {
    let directory: TemporaryDirectory
    let archive: Archive
    let source: Source

    init() throws {
        directory = try TemporaryDirectory()
        archive = try Archive(creatingAt: directory.archive)
        source = try archive.source(Samples.description)
    }
}

/// A suite whose tests each have such an archive.
protocol OnOneSource {
    var own: OneSource { get }
}

extension OnOneSource {
    var directory: TemporaryDirectory { own.directory }
    var archive: Archive { own.archive }
    var source: Source { own.source }
}

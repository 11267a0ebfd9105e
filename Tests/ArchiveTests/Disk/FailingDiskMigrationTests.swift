import Testing

@testable import Archive
@testable import SQLiteStore

extension FailingDiskTests {
    /// The same for bringing an older archive up to date.
    @Suite(.serialized) struct Migrations {
        @Test(
            "an older archive is whole in its old form or in the new one, wherever the disk fails",
            arguments: DiskFailure.all)
        func migration(failure: DiskFailure) throws {
            let directory = try TemporaryDirectory()
            try EarlierArchive.write(to: directory)
            let files = try directory.contents()
            func work(_ directory: TemporaryDirectory) throws { _ = try Archive(creatingAt: directory.archive) }
            let count = try failure.everywhere(on: files, work: work) { directory, error in
                if let error { #expect(error == failure.error(path: directory.archive)) }
                let read = archiveError { try EarlierArchive.expect(try Archive(readingAt: directory.archive)) }
                if let read { #expect(read == .olderVersion(path: directory.archive, version: 9)) }
                try EarlierArchive.expect(try Archive(creatingAt: directory.archive))
            }
            #expect(count > 5)
        }
    }
}

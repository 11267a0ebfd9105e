import Archive
import SQLiteStore
import TestSupport

@testable import Doctor

extension SourceHistory {
    /// Of the archive's only source.
    init(of examined: ExaminedArchive, at now: Int = CannedPrometheus.now) throws {
        let archive = try Archive(readingAt: examined.path)
        try self.init(of: archive.sources()[0], in: archive, now: now)
    }
}

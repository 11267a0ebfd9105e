import Latency
import Testing

@testable import Archive
@testable import SQLiteStore

extension FailingDiskTests {
    /// The same for what rewrites days: sealing, pruning, forgetting.
    @Suite(.serialized) struct Days {
        let source: Source
        let files: [String: [UInt8]]
        private static let day = 20_000
        private static let old = (0..<3).flatMap { day in
            stride(from: 0, to: UTCDay.windows, by: 40).map { slot in
                CollectedWindow(
                    window: UTCDay(index: Self.day + day).window(slot),
                    models: [Samples.model("a", [slot, 1, day]), Samples.model("b")])
            }
        }

        init() throws {
            let directory = try TemporaryDirectory()
            let archive = try Archive(creatingAt: directory.archive)
            source = try archive.source(Samples.description)
            try archive.commit(Self.old, run: Samples.run(finished: 1), of: source)
            try archive.seal(of: source, at: UTCDay(index: Self.day).end + Archive.sealingDelay)
            files = try directory.contents()
        }

        /// Whatever fails, the archive is sound, holds what it held or `after`, and comes to `after` when it is done again.
        private func expect(
            _ failure: DiskFailure, after: [CollectedWindow], _ change: (Archive) throws -> Void
        ) throws {
            func work(_ directory: TemporaryDirectory) throws { try change(Archive(creatingAt: directory.archive)) }
            let count = try failure.everywhere(on: files, work: work) { directory, error in
                if let error { #expect(error == failure.error(path: directory.archive)) }
                let archive = try Archive(readingAt: directory.archive)
                #expect(try Verification.findings(in: archive) == [])
                let found = try archive.windows(of: source)
                #expect(found == after || error != nil && found == Self.old)
                try work(directory)
                #expect(try archive.windows(of: source) == after)
                #expect(try Verification.findings(in: archive) == [])
            }
            #expect(count > 5)
        }

        @Test("sealing", arguments: DiskFailure.all)
        func seal(failure: DiskFailure) throws {
            try expect(failure, after: Self.old) {
                try $0.seal(of: source, at: UTCDay(index: Self.day + 2).end + Archive.sealingDelay)
            }
        }

        @Test("windows that come late to a sealed day", arguments: DiskFailure.all)
        func late(failure: DiskFailure) throws {
            let late = CollectedWindow(window: UTCDay(index: Self.day).window(7), models: [Samples.model("new")])
            try expect(failure, after: (Self.old + [late]).sorted { $0.window < $1.window }) {
                try $0.commit([late], run: nil, of: source)
            }
        }

        @Test("keeping the hours alone", arguments: DiskFailure.all)
        func retention(failure: DiskFailure) throws {
            let midnight = UTCDay(index: Self.day).end
            try expect(failure, after: Self.old.filter { $0.window.start >= midnight }) {
                try $0.downsampleToHours(of: source, before: midnight)
            }
        }

        @Test("pruning", arguments: DiskFailure.all)
        func prune(failure: DiskFailure) throws {
            let midnight = UTCDay(index: Self.day + 2).start
            try expect(failure, after: Self.old.filter { $0.window.start >= midnight }) {
                try $0.prune(source, before: midnight)
            }
        }

        @Test("forgetting", arguments: DiskFailure.all)
        func forget(failure: DiskFailure) throws {
            let after = Self.old.map { window in
                CollectedWindow(window: window.window, models: window.models.filter { $0.model != "a" })
            }
            try expect(failure, after: after) { _ = try $0.forget("a", of: source) }
        }
    }
}

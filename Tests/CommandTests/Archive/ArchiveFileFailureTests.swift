import Foundation
import TestSupport
import Testing

/// Whatever is wrong with the archive's file or folder: one line on stderr, exit 1, and nothing is touched.
extension CollectTests {
    @Suite struct ArchiveFiles {
        private static let notTouched = "name another file with --db; this one was not touched"
        private let later = SmallServer.noon + 300

        @Test("a missing folder is named, with the command that makes it")
        func missingFolder() throws {
            let bench = try CollectBench(archive: "no such/metrics.db")
            let folder = bench.folder.path("no such")
            expectComplaint(
                try bench.collect(), "cannot create \(folder)/metrics.db: there is no directory \(folder)",
                hint: "mkdir -p '\(folder)'")
            #expect(try bench.files().isEmpty)
        }

        @Test("a read-only folder is named")
        func readOnlyFolder() throws {
            let bench = try CollectBench.filled()
            try chmod(bench.folder.url.path, 0o555)
            defer { try? chmod(bench.folder.url.path, 0o755) }
            let before = try Contents(bench)
            expectComplaint(
                try Unprivileged.metricsctl(bench.arguments([], from: SmallServer.url, at: later)),
                "cannot create files in \(bench.folder.url.path): it is not writable",
                hint: "SQLite keeps a journal beside the file, so that its directory must be writable too")
            #expect(try Contents(bench) == before)
        }

        @Test("a read-only file is named")
        func readOnlyFile() throws {
            let bench = try CollectBench.filled()
            try chmod(bench.archive, 0o444)
            let before = try Contents(bench)
            expectComplaint(
                try Unprivileged.metricsctl(bench.arguments([], from: SmallServer.url, at: later)),
                "cannot write \(bench.archive): it is read-only",
                hint: "check the owner and the mode: `collect` must run as the same user")
            #expect(try Contents(bench) == before)
        }

        @Test("a folder in the archive's place is refused")
        func folder() throws {
            let bench = try CollectBench(archive: "")
            expectComplaint(
                try bench.collect(), "\(bench.archive) is a directory, not an archive file",
                hint: "name a file in it: --db \(bench.archive)/metrics.db")
            #expect(try bench.files().isEmpty)
        }

        @Test("a file that is no SQLite is refused", arguments: ["x", String(repeating: "not SQLite\n", count: 5000)])
        func notSQLite(text: String) throws {
            let bench = try CollectBench()
            try Data(text.utf8).write(to: URL(fileURLWithPath: bench.archive))
            let before = try Contents(bench)
            expectComplaint(try bench.collect(), "\(bench.archive) is not a SQLite file", hint: Self.notTouched)
            #expect(try Contents(bench) == before)
        }

        @Test("a file of another application is refused")
        func otherApplication() throws {
            let bench = try CollectBench()
            _ = try bench.sqlite("create table contact(name); insert into contact values('Kim')")
            let before = try Contents(bench)
            expectComplaint(
                try bench.collect(),
                "\(bench.archive) is a SQLite file of another application, not a metricsctl archive",
                hint: Self.notTouched)
            #expect(try Contents(bench) == before)
        }

        @Test("a file of a newer version is refused")
        func newerVersion() throws {
            let bench = try CollectBench.filled()
            let known = try bench.sqlite("pragma user_version").trimmingCharacters(in: .newlines)
            _ = try bench.sqlite("pragma user_version = 99")
            let before = try Contents(bench)
            expectComplaint(
                try bench.collect(at: later),
                "\(bench.archive) was written by a newer metricsctl: archive version 99, this one knows up to \(known)",
                hint: "use that version, or another file with --db; this one was not touched")
            #expect(try Contents(bench) == before)
        }

        @Test("a window that was damaged does not stop others from being collected")
        func damagedWindow() throws {
            let bench = try CollectBench.filled()
            let whole = try bench.data()
            _ = try bench.sqlite("update hot set body = x'00' where key = (select max(key) from hot)")
            expectSilence(try bench.collect())
            #expect(try bench.data() == whole)
        }

        @Test("a commit that fails stores nothing of its windows, and its run counts none")
        func failedCommit() throws {
            let bench = try CollectBench.filled()
            _ = try bench.sqlite(
                "create trigger no_more before insert on hot begin select raise(abort, 'no more windows'); end")
            try bench.expectFailedRun("storage", "cannot use \(bench.archive): no more windows", hint: nil) {
                try bench.collect(at: later)
            }
            #expect(try bench.sqlite("select windows from run order by id") == "3\n0\n")
        }

        @Test(
            "a full disk keeps what was stored, and the next run with room goes on", .enabled(if: SmallDisk.isPossible))
        func fullDisk() throws {
            let disk = try SmallDisk(kilobytes: 1024)
            let bench = try CollectBench(in: disk.folder)
            expectSilence(try bench.collect())
            let ballast = try disk.fill()
            try bench.expectFailedRun(
                nil, "no space is left to write \(bench.archive)",
                hint: "make room and try again: what was stored before is intact"
            ) { try bench.collect(at: later) }

            try FileManager.default.removeItem(at: ballast)
            expectSilence(try bench.collect(at: later))
            #expect(try bench.windows() == (-2...1).map { SmallServer.noon + $0 * 300 })
            #expect(try bench.sqlite("pragma integrity_check") == "ok\n")
        }

        @Test("a disk that is full from the start is named", .enabled(if: SmallDisk.isPossible))
        func fullFromTheStart() throws {
            let disk = try SmallDisk(kilobytes: 64)
            let bench = try CollectBench(in: disk.folder)
            _ = try disk.fill()
            expectComplaint(
                try bench.collect(), "no space is left to write \(bench.archive)",
                hint: "make room and try again: what was stored before is intact")
        }

        @Test("the folder of the default place is made, and one that can't be made is named")
        func defaultPlace() throws {
            let home = try TemporaryFolder()
            let arguments = [
                "collect", "--prometheus-url", SmallServer.url, "--at", SmallServer.text(SmallServer.noon),
            ]
            expectSilence(try Program.metricsctl(["HOME": home.url.path]).run(arguments))
            #expect(FileManager.default.fileExists(atPath: home.path(".local/share/metricsctl/metrics.db")))

            let file = home.path("file")
            try Data().write(to: URL(fileURLWithPath: file))
            expectComplaint(
                try Program.metricsctl(["HOME": file]).run(arguments), "cannot create \(file)/.local: not a directory",
                hint: "name the archive with --db or METRICSCTL_DB")
            expectComplaint(
                try Program.metricsctl().run(arguments), "cannot tell where the archive is: HOME is not set",
                hint: "name the file with --db or METRICSCTL_DB")
        }

        private func chmod(_ path: String, _ mode: Int) throws {
            try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
        }
    }
}

/// Every file of a bench's folder, byte for byte.
private struct Contents: Equatable {
    private let files: [String: Data]

    init(_ bench: CollectBench) throws {
        files = try Dictionary(
            uniqueKeysWithValues: bench.files().map { name in
                (name, try Data(contentsOf: bench.folder.url.appending(path: name)))
            })
    }
}

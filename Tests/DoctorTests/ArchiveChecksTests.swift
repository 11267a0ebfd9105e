import Archive
import Foundation
import Questions
import SQLiteStore
import Support
import Testing

@testable import Doctor

@Suite struct ArchiveChecksTests {
    private func findings(at path: String) -> [Finding] {
        let archive = Result { () throws(ArchiveError) in try Archive(readingAt: path) }
        return ArchiveChecks(path: path, archive: archive, archives: SQLiteOpener(), now: CannedPrometheus.now)
            .findings()
    }

    @Test("an archive that is whole and can be written is well")
    func well() throws {
        let examined = try ExaminedArchive()
        let found = findings(at: examined.path)
        #expect(
            found.dropLast() == [
                Finding("archive", .ok, examined.path),
                Finding("archive writable", .ok, "this user may write it and its folder"),
                Finding(
                    "archive whole", .ok,
                    "no damage in its last 31 days; metricsctl archive verify looks at all of it"),
            ])
        #expect(found[3].check == "disk" && found[3].reason.hasSuffix(" MB are free for \(examined.folder.url.path)"))
    }

    @Test("one that is not there is to be made, in a folder that there must be")
    func missing() throws {
        let examined = try ExaminedArchive()
        let path = examined.folder.path("nowhere/metrics.db")
        let found = findings(at: path)
        #expect(found[0].verdict == .problem && found[1].verdict == .problem && found[2].verdict == .skipped)
        #expect(found[1].reason == "there is no folder \(examined.folder.path("nowhere"))")
        #expect(found[1].advice == "mkdir -p \(.init(examined.folder.path("nowhere")))")
        #expect(
            findings(at: examined.folder.path("other.db"))[0]
                == Finding(
                    "archive", .problem, "there is no archive at \(examined.folder.path("other.db"))",
                    advice: "metricsctl schedule install makes it, or name the right one with \(.archive)"))
    }

    @Test("what is no archive is told as its reader tells it")
    func notAnArchive() throws {
        let examined = try ExaminedArchive()
        let path = examined.folder.path("text")
        try Data("hello, this is no database at all".utf8).write(to: URL(fileURLWithPath: path))
        let found = findings(at: path)
        #expect(found[0].verdict == .problem)
        #expect(found[0].advice == "name another file with \(.archive); this one was not touched")
        #expect(found[2] == Finding("archive whole", .skipped, "it can't be read"))
    }

    @Test("damage is named, and verify is to name the rest")
    func damaged() throws {
        let examined = try ExaminedArchive()
        let shell = Process()
        shell.executableURL = URL(fileURLWithPath: "/usr/bin/sqlite3")
        shell.arguments = [examined.path, "update hot set body = x'00ff' where key = (select max(key) from hot)"]
        try shell.run()
        shell.waitUntilExit()
        let found = findings(at: examined.path)[2]
        #expect(found.verdict == .problem)
        #expect(found.advice == "metricsctl archive verify names all that is damaged; restore it from a backup")
    }
}

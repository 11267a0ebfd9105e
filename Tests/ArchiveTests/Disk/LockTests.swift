import Glibc
import Latency
import Testing

@testable import Archive
@testable import SQLiteStore

@Suite struct LockTests {
    let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    private func isFree(_ source: Name, _ metric: Name) throws -> Bool {
        switch try SourceLock.acquire(archivePath: directory.archive, source: source, metric: metric) {
        case .some: true
        case .none: false
        }
    }

    @Test("one source is locked once until it is let go, another one is free")
    func once() throws {
        do {
            let held = try SourceLock.acquire(archivePath: directory.archive, source: "default", metric: "m")
            #expect(try !isFree("default", "m"))
            #expect(try isFree("default", "n"))
            #expect(try isFree("other", "m"))
            _ = consume held
        }
        #expect(try isFree("default", "m"))
        #expect(directory.names().contains("metrics.db.default.m.lock"))
    }

    @Test("the lock holds against other processes, and their locks against this one")
    func processes() throws {
        let path = directory.file("metrics.db.default.m.lock")
        do {
            let held = try SourceLock.acquire(archivePath: directory.archive, source: "default", metric: "m")
            #expect(try Child("flock", "--nonblock", "--conflict-exit-code", "7", path, "true").finished() == 7)
            _ = consume held
        }
        #expect(try Child("flock", "--nonblock", "--conflict-exit-code", "7", path, "true").finished() == 0)

        let other = try Child("flock", "--no-fork", path, "sh", "-c", "echo locked; exec sleep 600")
        other.waitForOutput()
        #expect(try !isFree("default", "m"))
        // Killed, not asked: the lock must go with the process.
        other.kill()
        #expect(try isFree("default", "m"))
    }

    @Test("two names of one archive are one lock")
    func symbolicLink() throws {
        _ = try Archive(creatingAt: directory.archive)
        #expect(symlink("metrics.db", directory.file("link.db")) == 0)
        let link = directory.file("link.db")
        let held = try SourceLock.acquire(archivePath: link, source: "s", metric: "m")
        #expect(try !isFree("s", "m"))
        _ = consume held
    }

    @Test("no two sources share a file name")
    func names() {
        let parts = [
            "", ".", "a", "a.b", "b", "a%2eb", "a/b", "../a", "한국어", "a~b", "A", "a b", "\0", "\n", "%", "%25",
        ]
        var names: Set<String> = []
        for source in parts {
            for metric in parts {
                let name = LockFileName.name(archive: "metrics.db", source: source, metric: metric)
                #expect(name.utf8.allSatisfy { $0 > 32 && $0 < 127 && $0 != UInt8(ascii: "/") })
                names.insert(name)
            }
        }
        #expect(names.count == parts.count * parts.count)
        #expect(
            LockFileName.name(archive: "metrics.db", source: "eu/west 1", metric: "http_seconds")
                == "metrics.db.eu%2fwest%201.http_seconds.lock")
    }

    @Test("long names are cut, stay apart and make files")
    func longNames() throws {
        let long = String(repeating: "한", count: 400)
        let names = [long + "a", long + "b"].map { LockFileName.name(archive: "metrics.db", source: $0, metric: "m") }
        #expect(names[0] != names[1])
        #expect(names.allSatisfy { $0.utf8.count <= 255 })
        #expect(try isFree(Name(long), Name(long)))
    }

    @Test("the hash is FNV-1a of 128 bits")
    func hash() {
        // Test vector of the algorithm's authors: the 128-bit FNV-1a of "foobar".
        #expect(String(LockFileName.fnv1a("foobar".utf8), radix: 16) == "343e1662793c64bf6f0d3597ba446f18")
    }

    @Test("a missing directory and one that may not be written are named")
    func badDirectories() throws {
        let parent = directory.file("none")
        let missing = archiveError {
            _ = try SourceLock.acquire(archivePath: parent + "/metrics.db", source: "s", metric: "m")
        }
        #expect(missing == .directoryMissing(path: parent + "/metrics.db", directory: parent))
        chmod(directory.path, 0o555)
        let refused = try withoutRootsPowers {
            archiveError { _ = try SourceLock.acquire(archivePath: directory.archive, source: "s", metric: "m") }
        }
        #expect(refused == .directoryNotWritable(directory: directory.path))
        chmod(directory.path, 0o755)
    }

    @Test("a lock file of another user is an error, not a lock that is taken")
    func foreignLockFile() throws {
        let path = directory.file("metrics.db.s.m.lock")
        try directory.write([], to: "metrics.db.s.m.lock")
        chmod(path, 0o400)
        chmod(directory.path, 0o755)
        let error = try withoutRootsPowers {
            archiveError { _ = try SourceLock.acquire(archivePath: directory.archive, source: "s", metric: "m") }
        }
        if geteuid() == 0 { #expect(error?.message == "cannot lock \(path): permission denied") }
        #expect(error?.hint == "check the owner and the mode: `collect` must run as the same user")
    }

    @Test("who has held a lock for longer than a run may take is known as long as it is held")
    func stuck() throws {
        let path = directory.file("metrics.db.s.m.lock")
        let now = time(nil)
        func holder(at now: Int) -> LockHolder? {
            SourceLock.stuckHolder(archivePath: directory.archive, source: "s", metric: "m", now: now)
        }
        do {
            let held = try SourceLock.acquire(archivePath: directory.archive, source: "s", metric: "m")
            let line = String(decoding: try directory.bytes("metrics.db.s.m.lock"), as: UTF8.self)
            #expect(LockHolder(line)?.process == Int(getpid()))
            #expect(holder(at: now) == nil)
            // A clock that was set forward by a day makes nobody stuck.
            #expect(holder(at: now + 86_400) == nil)
            // Of another machine, or from before this one started: only the time of day tells.
            try directory.write(Array("77 \(now - 400) 9000000000\n".utf8), to: "metrics.db.s.m.lock")
            #expect(holder(at: now)?.process == 77)
            #expect(holder(at: now - 200) == nil)
            _ = consume held
        }
        #expect(try directory.bytes("metrics.db.s.m.lock").isEmpty)
        // What a process that was killed has left.
        try directory.write(Array("77 \(now - 400) 9000000000\n".utf8), to: "metrics.db.s.m.lock")
        #expect(holder(at: now) == nil)
        #expect(try isFree("s", "m"))
        #expect(access(path, F_OK) == 0)
    }

    @Test(
        "a lock file without a whole line names nobody",
        arguments: ["", "\n", "1 2\n", "1 2 3", "a b c\n", "1 2 3 4\n"])
    func badLine(text: String) { #expect(LockHolder(text) == nil) }
}

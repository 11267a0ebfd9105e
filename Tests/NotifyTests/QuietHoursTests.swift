import Archive
import Foundation
import Latency
import Support
import TestSupport
import Testing

@testable import Notify
@testable import Questions

/// `Pager.newest` is 05:30 UTC.
@Suite struct QuietHoursTests {
    private let pager: Pager
    private var target: String { "command \(pager.script)\nquiet 05:00-07:00" }
    private static let hour = 3600
    private static let end = Pager.newest + 90 * 60

    init() throws {
        pager = try Pager()
        try pager.install("printf '%s\\n' \"$3\" >>'\(pager.folder.path("texts"))'")
    }

    private var texts: [String] {
        let text = (try? String(contentsOfFile: pager.folder.path("texts"), encoding: .utf8)) ?? ""
        return text.split(separator: "\n").map(String.init)
    }

    @Test func `Nothing is sent in quiet hours, and what lasts is told once with their end`() throws {
        try pager.collect(["a"])
        #expect(try pager.tell(target).isEmpty)
        #expect(try pager.tell(target, at: Pager.newest + 300).isEmpty)
        #expect(pager.told == [])
        #expect(try pager.tell(target, at: Self.end - 1).isEmpty && pager.told == [])
        #expect(try pager.tell(target, at: Self.end).isEmpty)
        #expect(pager.told == ["critical a"])
        #expect(texts.first?.contains(", since 2025-10-17T05:30:00+00:00") == true)
        try pager.tell(target, at: Self.end + 300)
        #expect(pager.told.count == 1)
    }

    @Test func `What began and ended in quiet hours is told as such, with how often it changed`() throws {
        for (number, isSlow) in [true, false, true, false].enumerated() {
            let time = Pager.newest + number * 900
            try pager.collect(["a"], slow: isSlow, until: time)
            try pager.tell(target, at: time)
        }
        #expect(pager.told == [])
        try pager.tell(target, at: Self.end)
        #expect(pager.told == ["good a"])
        #expect(
            texts.first?.contains(
                "(changed 4 times from 2025-10-17T05:30:00+00:00 until 2025-10-17T06:15:00+00:00, critical at worst)")
                == true)
        try pager.tell(target, at: Self.end + 300)
        #expect(pager.told.count == 1)
        #expect(try pager.archive.heldNotices(of: pager.source, to: "command \(pager.script)").value.isEmpty)
    }

    @Test func `What was told before is told as over when it is`() throws {
        try pager.collect(["a"])
        try pager.tell(target, at: Pager.newest - Self.hour)
        #expect(pager.told == ["critical a"])
        try pager.collect(["a"], slow: false, until: Pager.newest + 900)
        try pager.tell(target, at: Pager.newest + 900)
        #expect(pager.told.count == 1)
        try pager.tell(target, at: Self.end)
        #expect(pager.told == ["critical a", "good a"])
    }

    @Test func `Nothing is lost where the end finds a program that fails, or comes late`() throws {
        try pager.collect(["a", "b"])
        try pager.tell(target)
        try pager.install("[ \"$2\" != a ]")
        #expect(try pager.tell(target, at: Self.end).count == 1)
        try pager.install()
        try pager.tell(target, at: Self.end + 5 * Self.hour)
        #expect(pager.told == ["critical a", "critical b", "critical a"])
    }

    @Test func `With a digest, what changed is told in it, at once outside of quiet hours, and again in the digest`()
        throws
    {
        let digest = target + "\ndigest 08:00"
        try pager.collect(["a"])
        try pager.tell(digest)
        try pager.tell(digest, at: Self.end)
        #expect(pager.told == [])
        // Past 07:00 other things are told at once.
        try pager.collect(["a", "b"], until: Self.end + 900)
        try pager.tell(digest, at: Self.end + 900)
        #expect(pager.told == ["critical b"])
        try pager.tell(digest, at: Pager.newest + 150 * 60 - 1)
        #expect(pager.told.count == 1)
        try pager.tell(digest, at: Pager.newest + 150 * 60)
        #expect(pager.told.dropFirst().sorted() == ["critical a", "critical b"])
        try pager.tell(digest, at: Pager.newest + 150 * 60 + 300)
        #expect(pager.told.count == 3)
    }

    @Test func `Alertmanager, which forgets what it is not told again, is told in quiet hours too`() throws {
        let server = try CannedServer { _ in .json("{}") }
        try pager.collect(["a"])
        try pager.tell("alertmanager \(server.url)\nquiet 05:00-07:00\ndigest 08:00")
        #expect(server.requests.count == 1)
    }
}

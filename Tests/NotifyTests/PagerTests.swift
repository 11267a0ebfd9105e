import Archive
import Foundation
import Latency
import TestSupport
import Testing

@testable import Notify
@testable import Questions

/// What happens to all other notices where one can't be told, or there is no time for it.
@Suite struct PagerTests {
    private let pager: Pager

    init() throws { pager = try Pager() }

    @Test("a notice that a program does not take keeps none behind it from being told, and is told again alone")
    func oneFails() throws {
        try pager.collect(["a", "b", "c"])
        try pager.install("[ \"$2\" != a ]")
        let target = "command \(pager.script)"
        #expect(try pager.tell(target) == [.command(pager.script, reason: "exit code 1")])
        #expect(pager.told == ["critical a", "critical b", "critical c"])
        #expect(try pager.tell(target).count == 1)
        #expect(pager.told.dropFirst(3) == ["critical a"])
        try pager.install()
        #expect(try pager.tell(target).isEmpty)
        #expect(try pager.tell(target).isEmpty)
        #expect(pager.told.dropFirst(4) == ["critical a"])
    }

    @Test("a name that is longer than an argument may be is shortened, and said to be")
    func longName() throws {
        let long = Name(String(repeating: "A", count: 140_000))
        try pager.collect([long, "chat"])
        try pager.install("printf '%s\\n' \"$METRICSCTL_MODEL\" >>'\(pager.folder.path("names"))'")
        #expect(try pager.tell("command \(pager.script)").isEmpty)
        let names = try String(contentsOfFile: pager.folder.path("names"), encoding: .utf8).split(separator: "\n")
        #expect(names.map(\.count) == [8192 + "… (shortened from 140000 bytes)".count, 4])
        #expect(names.first?.hasSuffix("AA… (shortened from 140000 bytes)") == true)
    }

    @Test("long names are cut between scalars, however long a character is")
    func cut() {
        #expect(NotifyCommand.fitting("한") == "한")
        let marks = "e" + String(repeating: "\u{301}", count: 70_000)
        let cut = NotifyCommand.fitting(marks)
        #expect(cut == "e" + String(repeating: "\u{301}", count: 4095) + "… (shortened from 140001 bytes)")
        #expect(String(validating: cut.utf8, as: UTF8.self) == cut)
    }

    @Test("what there is no time for is told by the next run, and nothing twice")
    func noTime() throws {
        try pager.collect(["a", "b", "c"])
        try pager.install()
        let target = "command \(pager.script)"
        #expect(try pager.tell(target, within: 0) == [.noTimeLeft(pager.script, notices: 3)])
        #expect(pager.told.isEmpty)
        #expect(try pager.tell(target, within: 1) == [.noTimeLeft(pager.script, notices: 2)])
        #expect(pager.told.count == 1)
        #expect(try pager.tell(target).isEmpty)
        #expect(try pager.tell(target).isEmpty)
        #expect(pager.told.sorted() == ["critical a", "critical b", "critical c"])
    }

    @Test("each of many notices has its turn to be the first, so that those that are never taken mute none")
    func turns() throws {
        let models = (10..<45).map { "m\($0)" as Name }
        try pager.collect(models)
        // Without time for a second one, only the first of every run is told.
        try pager.install("exit 1")
        for run in 0..<7 {
            try pager.tell("command \(pager.script)", at: Pager.newest + 300 * run, within: 1)
        }
        #expect(pager.told.count == 7 && Set(pager.told).count == 7)
    }

    @Test("a slow target leaves the others their time")
    func slowTarget() throws {
        try pager.collect((0..<6).map { "m\($0)" })
        try pager.install()
        let server = try CannedServer { _ in .json("{}") }
        let failures = try pager.tell("command \(pager.script)\nwebhook \(server.url)/x", within: 4)
        #expect(failures == [.noTimeLeft(pager.script, notices: 4)] && pager.told.count == 2)
        #expect(server.requests.count == 1)
    }

    @Test("nothing more is told once the run is to end")
    func stopped() throws {
        try pager.collect(["a"])
        try pager.install()
        #expect(try pager.tell("command \(pager.script)", stopped: true).isEmpty)
        #expect(pager.told.isEmpty)
    }

    @Test("where a server refuses some notices together, it gets each by itself, and all but the one that it refuses")
    func refusedTogether() throws {
        try pager.collect(["a", "poison", "z"])
        let server = try CannedServer { request in
            String(decoding: request.body, as: UTF8.self).contains("poison") ? .init(status: 413) : .json("{}")
        }
        let target = "webhook \(server.url)/x"
        #expect(try pager.tell(target) == [.refused(origin: server.url, status: 413)])
        #expect(server.requests.count == 4)
        try pager.tell(target)
        #expect(server.requests.count == 5)
    }

    @Test("a server that is in trouble is not asked again for each notice")
    func inTrouble() throws {
        try pager.collect(["a", "b", "c"])
        let server = try CannedServer { _ in .init(status: 503) }
        #expect(try pager.tell("webhook \(server.url)/x") == [.refused(origin: server.url, status: 503)])
        #expect(server.requests.count == 1)
    }

    @Test("the first that a target hears of a model is not that it is good again")
    func firstWord() throws {
        try pager.collect(["a"])
        try pager.install("exit 1")
        let healthy = try CannedServer { _ in .json("{}") }
        let targets = "command \(pager.script)\nwebhook \(healthy.url)/x"
        #expect(try pager.tell(targets).count == 1)
        try pager.install()
        try pager.collect(["a"], slow: false, until: Pager.newest + 900)
        #expect(try pager.tell(targets, at: Pager.newest + 900).isEmpty)
        // The one that took it hears of the end, the other nothing.
        #expect(pager.told == ["critical a"] && healthy.requests.count == 2)
    }

    @Test("what an older version told counts for every target")
    func older() throws {
        try pager.collect(["a"])
        try pager.archive.remember([ToldState(.model("a"), .critical, since: 1)], of: pager.source, to: "")
        try pager.install()
        #expect(try pager.tell("command \(pager.script)").isEmpty)
        #expect(pager.told.isEmpty)
        try pager.collect(["a"], slow: false, until: Pager.newest + 900)
        #expect(try pager.tell("command \(pager.script)", at: Pager.newest + 900).isEmpty)
        #expect(pager.told == ["good a"])
    }

    @Test("archives keep no more of an address than its origin and a checksum")
    func identity() throws {
        let settings = try NotifySettings("slack https://hooks.slack.com/services/T/B/secret", path: "x")
        // zlib.crc32(b"services/T/B/secret")
        #expect(settings.targets.map(\.identity) == ["slack https://hooks.slack.com fdd8d4cb"])
    }
}

import Archive
import Latency
import PostgresStore
import TestSupport
import Testing

@Suite("A connection that is cut once, at whatever message,") struct CutConnectionTests {
    private static let courses = Course.all.filter {
        ["windows are stored with their run", "a day is sealed", "late windows go into a sealed day"].contains($0.name)
    }

    @Test("changes neither what is stored nor what is answered", arguments: courses)
    func everywhere(course: Course) throws {
        let begun = try PostgresDatabase()
        try Course.begin(Archive(store: begun.open()))
        let proxy = try CuttingProxy(to: PostgresServer.ofRun.get())
        let whole = try outcome(of: course, on: begun, through: proxy, cut: nil)
        #expect(whole.messages > 20)
        var after: [Bool] = []
        for message in 1...whole.messages {
            // Both at every message take twice as long and tell little more.
            let isAfter = !message.isMultiple(of: 2)
            after.append(isAfter)
            let cut = try outcome(of: course, on: begun, through: proxy, cut: (message, isAfter))
            let point = "\(isAfter ? "after" : "before") message \(message) of \(whole.messages)"
            #expect(cut.answer == whole.answer, "\(point)")
            #expect(cut.contents == whole.contents, "\(point)")
        }
        #expect(Set(after).count == 2)
    }

    private func outcome(
        of course: Course, on begun: PostgresDatabase, through proxy: CuttingProxy, cut: (message: Int, isAfter: Bool)?
    ) throws -> (answer: String, contents: String, messages: Int) {
        let place = try begun.another()
        let plain = Archive(store: try place.open())
        let source = try #require(try plain.source(named: "eu", metric: "request_duration_seconds"))
        proxy.cut(at: nil)
        let archive = Archive(store: try PostgresStore.open(proxy.url(place.name), for: .writing))
        proxy.cut(at: cut?.message, isAfter: cut?.isAfter ?? false)
        let answer = try course.work(archive, source)
        let messages = proxy.messages
        #expect(try Verification.findings(in: plain) == [])
        return (answer, try contents(of: plain), messages)
    }
}

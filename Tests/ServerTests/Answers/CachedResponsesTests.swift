import Latency
import NIOCore
import Testing

@testable import Rendering
@testable import Server

@Suite("Kept answers")
struct KeptAnswersTests {
    private func wish(_ value: String) -> RequestContext.CacheKey {
        RequestContext.CacheKey(path: "/", values: ["model_name": [Name(value)]], language: .english, top: nil)
    }

    private func answer(bytes: Int, changesAt: Int? = nil) -> CachedResponse {
        let text = String((0..<bytes).map { _ in "abcdefghijklmnopqrstuvwxyz".randomElement() ?? "a" })
        return CachedResponse(Content(type: Content.json, text: text, changesAt: changesAt), of: .kept)
    }

    @Test("hold from when they were made until they change, also where the clock is set back")
    func time() {
        var kept = CachedResponses()
        kept.keep(answer(bytes: 10, changesAt: 200), for: wish("a"), now: 100)
        #expect([99, 100, 199, 200].map { kept.answer(to: wish("a"), now: $0) != nil } == [false, true, true, false])
        #expect(kept.answer(to: wish("b"), now: 100) == nil)
    }

    @Test("take no more than there is room for, however long what was asked for is")
    func keys() {
        var kept = CachedResponses()
        let answer = answer(bytes: 10)
        for number in 0..<10_000 {
            kept.keep(answer, for: wish("\(number)" + String(repeating: "a", count: 15_000)), now: 0)
            #expect(kept.memory <= CachedResponses.maximumBytes)
        }
        #expect(kept.memory > CachedResponses.maximumBytes / 20)
    }

    @Test("are counted in both forms, once each")
    func forms() {
        var kept = CachedResponses()
        let answer = answer(bytes: 100_000)
        kept.keep(answer, for: wish("a"), now: 0)
        let plain = kept.memory
        answer.zip()
        kept.recount(answer, for: wish("a"))
        kept.recount(answer, for: wish("a"))
        #expect(kept.memory > plain + 10_000 && kept.memory < plain + 100_000)
        kept.keep(answer, for: wish("a"), now: 5)
        #expect(kept.memory < plain + 100_000)
        kept.removeAll()
        kept.recount(answer, for: wish("a"))
        #expect(kept.memory == 0)
    }
}

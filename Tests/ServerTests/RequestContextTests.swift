import Latency
import Testing

@testable import Server

@Suite("What is asked of a route")
struct RequestContextTests {
    private func key(_ values: [String: [Name]]) -> RequestContext.CacheKey {
        RequestContext.CacheKey(path: "/", values: values, language: .english, top: nil)
    }

    @Test("names a model where it is one name and no pattern")
    func models() {
        #expect(key(["model_name": ["gpt-4"]]).namesModel && key(["name": ["gpt-4*"]]).namesModel)
        #expect(!key(["model_name": ["gpt-4*"]]).namesModel && !key(["model_name": ["gpt-?"]]).namesModel)
        #expect(!key(["model_name": ["a", "b"]]).namesModel && !key(["at": ["x"]]).namesModel)
    }

    @Test("may be years where a stretch of time is named, whatever the route reads by itself")
    func ranges() {
        for name in ["hours", "from", "to", "period"] { #expect(key([name: ["x"]]).namesRange) }
        #expect(!key(["at": ["x"], "step": ["1d"]]).namesRange)
    }
}

import Testing

@testable import Configuration

@Suite("Two sources of one server")
struct DoubledSourcesTests {
    private func doubled(_ second: String) throws -> [String] {
        let text = """
            sources:
              - {name: a, url: "http://prometheus:9090", preset: vllm, selector: 'cluster="a"'}
              - \(second)
            """
        return try Configuration(text: text).doubledSources.map(\.message)
    }

    @Test("are told where both collect the same series")
    func told() throws {
        let told = try doubled(#"{name: b, url: "http://prometheus:9090/", preset: vllm, selector: 'cluster = "a"'}"#)
        #expect(told.count == 1)
        #expect(
            told.first?.hasPrefix(#"sources "a" and "b" are the same series of vllm:e2e_request_latency_seconds at "#)
                == true)
    }

    @Test(
        "are none with another server, selector or metric",
        arguments: [
            #"{name: b, url: "http://other:9090", preset: vllm, selector: 'cluster="a"'}"#,
            #"{name: b, url: "http://prometheus:9090", preset: vllm, selector: 'cluster="b"'}"#,
            #"{name: b, url: "http://prometheus:9090", preset: sglang, selector: 'cluster="a"'}"#,
        ])
    func others(_ second: String) throws { #expect(try doubled(second).isEmpty) }
}

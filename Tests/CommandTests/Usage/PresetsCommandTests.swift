import Testing

@testable import metricsctl

@Suite struct PresetsCommandTests {
    @Test("one preset can be asked for by its name, and a name that is none is told with the nearest")
    func one() throws {
        let context = FakeContext()
        try context.run("presets", "sglang", "--json")
        #expect(context.output.hasPrefix(#"{"status":"success","data":[{"preset":"sglang","#))
        #expect(context.output.hasSuffix("\"count\":1}\n"))
        let error = try #require(throws: UsageError.self) { try FakeContext().run("presets", "sglan") }
        #expect(error.message == "there is no preset sglan: did you mean sglang?")
    }

    @Test("a plot of presets is refused")
    func plot() throws {
        #expect(throws: (any Error).self) { try FakeContext().run("presets", "--format", "plot") }
    }
}

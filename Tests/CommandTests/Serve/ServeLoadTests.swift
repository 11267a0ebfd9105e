import Foundation
import TestSupport
import Testing

@Suite struct ServeLoadTests {
    /// A short run of what `scripts/soak` does for longer, without its slow and its greedy clients, which are a matter of time.
    @Test("under a thousand connections and a collection every second every answer is a right one")
    func load() throws {
        let soak = Program(Checkout.root.appending(path: "scripts/soak"), environment: ["SLOW": "0", "GREEDY": "0"])
        let result = try soak.run(
            "3", Checkout.product("metricsctl").path, Checkout.product("modelsim").path)
        #expect(result.exitCode == 0, "\(result.stderr)")
        #expect(result.stderr.hasSuffix("==> all held\n"))
    }
}

import Foundation
import TestSupport
import Testing

@Suite struct HardNamesTests {
    @Test("two hundred hard names come back from every output, by the parsers of others, and mean nothing to a shell")
    func everywhere() throws {
        let folder = try TemporaryFolder()
        let reader = Checkout.root.appending(path: "Tests/FormatReader/names.py").path
        let promtool = Checkout.prometheusTools.appending(path: "promtool").path
        let result = try Program(URL(fileURLWithPath: "/usr/bin/env"), environment: ["PROMTOOL": promtool]).run(
            "python3", reader, Checkout.product("metricsctl").path, folder.url.path)
        #expect(result.stdout.isEmpty && result.stderr.isEmpty && result.exitCode == 0, "\(result)")
    }
}

import Foundation
import Glibc
import TestSupport

/// Runs `metricsctl` as somebody whom file modes bind: tests often run as root, for whom they don't.
enum Unprivileged {
    static func metricsctl(_ arguments: [String]) throws -> Program.Result {
        guard geteuid() == 0 else { return try Program.metricsctl().run(arguments) }
        // Still root, who may enter the checkout wherever it lies, but without the power to ignore modes.
        let setpriv = Program(URL(fileURLWithPath: "/usr/bin/setpriv"), environment: ["TZ": "UTC"])
        return try setpriv.run(
            ["--bounding-set=-dac_override,-dac_read_search", Checkout.product("metricsctl").path] + arguments)
    }
}

import Foundation
import TestSupport

/// `metricsctl` with `TZ=Asia/Seoul` and no home, as most of these tests want it.
enum Command {
    static let url = Checkout.product("metricsctl")

    static func run(_ arguments: [String], environment: [String: String] = [:]) throws -> Program.Result {
        try Program.metricsctl(["TZ": "Asia/Seoul"].merging(environment) { $1 }).run(arguments)
    }
}

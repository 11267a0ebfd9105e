@testable import Server

extension Resource {
    /// One whose answers are kept until there is new data.
    static let kept = RouteTable.resource(at: "/api/models/") ?? .liveness
}

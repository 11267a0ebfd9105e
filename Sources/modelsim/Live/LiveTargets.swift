/// What is scraped, right now. Times are milliseconds since 1970 UTC.
protocol LiveTargets: Actor {
    /// What a service discovery would tell of.
    func targets(at time: Int) -> [LiveTarget]
    /// - Parameter inMessages: whether the server understands the protobuf format.
    func answer(of name: String, at time: Int, inMessages: Bool) -> LiveFleet.Answer
}

struct LiveTarget: Sendable {
    let name: String
    /// Beside `instance` and `job`.
    var labels: [(name: String, value: String)] = []
}

extension LiveTargets {
    /// Counts everything up to `time`, so that the first scrapes don't have to.
    func catchUp(to time: Int) {
        for target in targets(at: time) { _ = answer(of: target.name, at: time, inMessages: false) }
    }
}

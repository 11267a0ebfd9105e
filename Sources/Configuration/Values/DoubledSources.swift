import HTTPClient
import Latency
import YAML

/// Two sources that collect the same requests: answers over both count these twice.
package struct DoubledSources: Sendable {
    package let first, second: Name
    /// The second's place in the file.
    package let position: YAMLPosition
    /// One that both collect, from the same server with the same selector.
    package let metric: Name
    package let server: ServerURL

    package var message: String {
        "sources \"\(first)\" and \"\(second)\" are the same series of \(metric) at \(server.origin): answers over both count "
            + "its requests twice"
    }
}

extension Configuration {
    /// The first metric of each two sources that have any in common.
    package var doubledSources: [DoubledSources] {
        sources.indices.flatMap { place in
            sources[..<place].compactMap { DoubledSources($0, sources[place]) }
        }
    }
}

extension DoubledSources {
    fileprivate init?(_ first: ConfiguredSource, _ second: ConfiguredSource) {
        guard first.server == second.server, first.access.unixSocket == second.access.unixSocket else { return nil }
        let known = Set(first.collected.map(\.series))
        guard let same = second.collected.first(where: { known.contains($0.series) }) else { return nil }
        self.init(
            first: first.name, second: second.name, position: second.position, metric: same.metric,
            server: second.server)
    }
}

extension ConfiguredMeasure {
    /// What tells the series of one server apart, as it is written.
    fileprivate var series: String { "\(metric){\(selector?.filter { !$0.isWhitespace } ?? "")}" }
}

import Latency
import Support

/// Which second of its five minutes a machine begins at: many that ask one server should not do so all at once.
package enum StartDelay {
    /// A window's last scrapes land a few seconds after its end.
    static let least = 5
    static let most = 29

    /// The same for a host and a source every time, from `least` to `most`.
    package static func seconds(host: String, source: SourceID) -> Int {
        let hash = StableHash.of(host, source.name.text, source.metric.text)
        return least + Int(hash % UInt64(most - least + 1))
    }
}

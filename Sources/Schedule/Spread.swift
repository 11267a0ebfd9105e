/// Which second of its five minutes a machine begins at: many that ask one server should not do so all at once.
package enum Spread {
    /// A window's last scrapes land a few seconds after its end.
    static let least = 5
    static let most = 29

    /// The same for a host and a source every time, from `least` to `most`.
    package static func seconds(host: String, source: ScheduledSource) -> Int {
        // FNV-1a, 64 bits. Swift's own hashes differ from run to run.
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in [host, source.name, source.metric].joined(separator: "\0").utf8 {
            hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3
        }
        return least + Int(hash % UInt64(most - least + 1))
    }
}

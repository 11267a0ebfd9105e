/// What the newest windows say of a model: the three things that "nothing" can be, but for what was not collected. JSON has
/// the raw values.
package enum TrafficState: String, CaseIterable, Sendable {
    case traffic
    /// Samples, but no requests.
    case noTraffic = "no_traffic"
    /// No replica of the model had a sample.
    case noData = "no_data"
}

/// What a client has sent and received, failed attempts included.
package struct ClientTraffic: Hashable, Sendable {
    /// Requests, of which `retries` were further attempts at the same question.
    package var requests = 0
    package var retries = 0
    /// The bodies of whole answers as they came, mostly compressed.
    package var bytes = 0
    /// Samples that answers had twice, with the same time and value.
    package var repetitions = 0

    package init() {}
}

/// What went to a server and came back.
package struct Traffic: Hashable, Sendable {
    /// Requests sent, those that were tried again included.
    package var requests = 0
    /// How many of these were tries after a first one that failed.
    package var retries = 0
    /// Bytes of answers, decompressed.
    package var bytes = 0

    package init() {}
}

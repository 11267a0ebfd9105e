/// What a `CannedServer` answers.
package struct CannedResponse: Sendable {
    package enum Ending: Sendable {
        /// With its length in front; the connection lives on.
        case whole
        /// As chunks of the given size; the connection lives on.
        case chunked(Int)
        /// With the whole length in front, but only so many bytes.
        case cutOff(after: Int)
        /// As `cutOff`, but the connection stays open until the client or the test ends it.
        case stalled(after: Int)
        /// Without a length; the connection's end is the body's.
        case raw
        /// The body alone.
        case rawWithoutHead
        /// No byte at all.
        case closed
        /// No byte, and the connection stays open until the client or the test ends it.
        case silence
    }

    package var status: Int
    package var headers: [(name: String, value: String)]
    package var body: [UInt8]
    package var ending: Ending
    /// Seconds before the answer.
    package var delay: Double

    package init(
        status: Int = 200, headers: [(name: String, value: String)] = [], body: [UInt8] = [], ending: Ending = .whole,
        delay: Double = 0
    ) {
        self.status = status
        self.headers = headers
        self.body = body
        self.ending = ending
        self.delay = delay
    }

    package static func json(_ text: String, status: Int = 200) -> CannedResponse {
        .init(status: status, headers: [("Content-Type", "application/json")], body: Array(text.utf8))
    }

    package static func text(_ text: String, status: Int = 200) -> CannedResponse {
        .init(status: status, headers: [("Content-Type", "text/plain")], body: Array(text.utf8))
    }

    package static func redirect(to location: String, status: Int = 302) -> CannedResponse {
        .init(status: status, headers: [("Location", location)])
    }

    package static var closed: CannedResponse { .init(ending: .closed) }
    package static var silence: CannedResponse { .init(ending: .silence) }
}

/// What holds where nobody says otherwise, all of it. Help and the units of systemd read it here, and the reference is made
/// of the help.
package enum Defaults {
    // MARK: Of a source

    package static let serverURL = "http://localhost:9090"
    package static let sourceName: Name = "default"
    package static let metric: Name = "request_duration_seconds"
    /// The label where nobody knows better.
    package static let modelLabel: Name = "model"

    // MARK: Of a collection

    /// Seconds to wait for one answer.
    package static let timeout = 10.0
    package static let retries = 4
    /// How many models have names.
    package static let modelLimit = 1000
    /// Seconds that a run may take, pauses included: it ends before the next one begins, five minutes later, and before
    /// systemd ends it after four.
    package static let secondsOfRun = 230.0

    // MARK: Of the server

    package static let host = "127.0.0.1"
    package static let port = 8000
    /// Milliseconds, of a threshold whose other one is given.
    package static let (goodBelow, warningBelow) = (100.0, 200.0)

    // MARK: Of `check`

    /// Seconds that the newest window may be old.
    package static let maximumAge = 900
    package static let minimumRequests = 1
}

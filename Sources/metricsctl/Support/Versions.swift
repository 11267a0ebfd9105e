import Archive
import CBuild
import HTTPClient
import Prometheus

/// What `--version` says: a report of a problem needs all of it.
enum Versions {
    static var text: String {
        """
        metricsctl \(Metricsctl.version) (\(String(cString: cbuild_commit())))
        SQLite \(Archive.engineVersion), \(CurlTransport.libraryVersion ?? "no libcurl")

        """
    }
}

import Archive
import CBuild
import SQLiteStore

/// What `--version` says. Not libcurl's, since to open that takes longer than all else: `doctor` tells it.
enum Versions {
    static var text: String {
        """
        metricsctl \(Metricsctl.version) (\(String(cString: cbuild_commit())))
        SQLite \(Archive.engineVersion)

        """
    }
}

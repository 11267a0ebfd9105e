import Archive
import CBuild

/// What `--version` says. Not libcurl's, since to open that takes longer than all else: `doctor` tells it.
enum Versions {
    static func text(_ libraries: [StoreLibrary]) -> String {
        "metricsctl \(Metricsctl.version) (\(String(cString: cbuild_commit())))\n"
            + libraries.map { "\($0.name) \($0.version)\n" }.joined()
    }
}

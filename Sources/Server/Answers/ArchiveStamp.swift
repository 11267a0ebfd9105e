import Latency

/// What kept answers hold for: the content of an archive, and the newest window that has ended.
struct ArchiveStamp: Equatable, Sendable {
    let file: WatchedFile.State
    let newest: Window
}

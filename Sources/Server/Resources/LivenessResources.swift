import Archive
import Questions
import Rendering

/// What orchestrators ask. Both tell nothing else, so that they need no token.
extension Resource {
    /// That the process answers at all.
    static let liveness = Resource("/healthz", keeping: .never, readsArchive: false, isOpen: true) { _ in
        state("alive")
    }

    /// That it can answer questions: the archive is there and can be read, and nothing is cut off from it. How fresh it is does not
    /// count: taking a server away because nothing was collected would take the past away too. `/api/health/` tells that. But a
    /// replica whose newest commit is old must hear from the primary that nothing more is stored.
    static let readiness = Resource("/readyz", keeping: .never, isOpen: true, brokenStatus: 503) { visit in
        guard let archive = visit.archive else { return state("not ready", 503) }
        _ = try archive.sources()
        let isReady = try archive.isWhole && !isLeftBehind(archive, now: visit.now)
        return isReady ? state("ready") : state("not ready", 503)
    }

    /// Whoever was told something lately is not asked about: that takes seconds where the primary is gone.
    private static func isLeftBehind(_ archive: Archive, now: Int) throws(ArchiveError) -> Bool {
        guard let commit = try archive.replicaCommit, now - commit > HealthReport.freshSeconds else { return false }
        return try archive.replicaState?.isVerified == false
    }

    private static func state(_ text: String, _ status: Int = 200) -> Content {
        Content(
            status: status, type: Content.json, text: JSONRendering(zone: .utc, indented: false).text(ofState: text))
    }
}

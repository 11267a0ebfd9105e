import Archive
import CMemory
import Latency
import Support
import Synchronization

/// Answers wishes: from what is kept at once, else from the archive, off the network's threads.
///
/// Answers are kept while they can't change: until someone commits to the file or another window has ended.
final class ResponseCache: Sendable {
    private struct State {
        var stamp: ArchiveStamp?
        var kept = CachedResponses()
        /// What does not depend on the archive.
        var constant = CachedResponses()
        var watched: WatchedFile?
    }

    /// How long an answer may take, with its wait for a lane.
    static let maximumWork = Duration.seconds(30)

    private let settings: ServerSettings
    private let state = Mutex(State())
    private let objectives = KeptObjectives()
    // Those who ask for the newest data don't wait behind those who ask for a day, nor those behind those who ask for years.
    private let newestLane: ArchiveReader
    private let dayLane: ArchiveReader
    private let modelLane: ArchiveReader
    /// Years of all models need the most memory, so they are read for one client at a time.
    private let yearsLane: ArchiveReader

    init(settings: ServerSettings) {
        self.settings = settings
        func lane() -> ArchiveReader {
            ArchiveReader(archivePath: settings.archivePath, archives: settings.archives)
        }
        newestLane = lane()
        dayLane = lane()
        modelLane = lane()
        yearsLane = lane()
    }

    /// Hands the answer, or what the resource throws, to `send`: now where it is kept, else from another thread.
    func answer(
        _ resource: Resource, _ wish: RequestContext.CacheKey, gzipped: Bool,
        send: @escaping @Sendable (Result<CachedResponse, any Error>) -> Void
    ) {
        if let kept = kept(wish, of: resource), !gzipped || kept.isZipped { return send(.success(kept)) }
        guard resource.readsArchive else { return send(Result { try constant(resource, wish, gzipped: gzipped) }) }
        let deadline = ContinuousClock.now + ResponseCache.maximumWork
        lane(for: resource, wish).run { [self] open in
            send(Result { try rendered(resource, wish, gzipped: gzipped, open: &open, deadline: deadline) })
        }
    }

    private func lane(for resource: Resource, _ wish: RequestContext.CacheKey) -> ArchiveReader {
        // However little it reads by itself, a stretch of time that is asked for may be years.
        let reads = wish.namesRange ? .years : resource.reads
        return switch reads {
        case .newest: newestLane
        case .day: dayLane
        case .years: wish.namesModel ? modelLane : yearsLane
        }
    }

    private func kept(_ wish: RequestContext.CacheKey, of resource: Resource) -> CachedResponse? {
        let now = settings.now()
        switch resource.keeping {
        case .never: return nil
        case .forever: return state.withLock { $0.constant.answer(to: wish, now: now) }
        case .untilNewData:
            return state.withLock { state in
                ResponseCache.refresh(&state, now: now)
                return state.kept.answer(to: wish, now: now)
            }
        }
    }

    /// Drops what no longer holds: the cost of an answer that is kept is this look at the file, two system calls.
    private static func refresh(_ state: inout State, now: Int) {
        let stamp = state.watched?.state.map { ArchiveStamp(file: $0, newest: Window(endedAt: now)) }
        if stamp == nil || stamp != state.stamp { state.kept.removeAll() }
        state.stamp = stamp
    }

    private func constant(_ resource: Resource, _ wish: RequestContext.CacheKey, gzipped: Bool) throws -> CachedResponse
    {
        let answer = CachedResponse(try content(of: resource, wish, from: nil, now: settings.now()), of: resource)
        if gzipped { answer.zip() }
        if resource.keeping == .forever { state.withLock { $0.constant.keep(answer, for: wish, now: .min) } }
        return answer
    }

    private func rendered(
        _ resource: Resource, _ wish: RequestContext.CacheKey, gzipped: Bool, open: inout OpenArchive,
        deadline: ContinuousClock.Instant
    ) throws -> CachedResponse {
        // Those who wait for a file that stays locked must not each wait as long again.
        guard ContinuousClock.now < deadline else { throw ArchiveError.tookTooLong(path: settings.archivePath) }
        // Another may have asked for the same in the meantime, or many.
        let answer = try kept(wish, of: resource) ?? made(resource, wish, open: &open, deadline: deadline)
        if gzipped, !answer.isZipped {
            answer.zip()
            state.withLock { $0.kept.recount(answer, for: wish) }
        }
        return answer
    }

    private func made(
        _ resource: Resource, _ wish: RequestContext.CacheKey, open: inout OpenArchive,
        deadline: ContinuousClock.Instant
    ) throws -> CachedResponse {
        do {
            guard let archive = try open.current() else {
                return CachedResponse(try content(of: resource, wish, from: nil, now: settings.now()), of: resource)
            }
            let now = settings.now()
            var (version, replicaCommit): (Archive.Version?, Int?) = (nil, nil)
            let fresh: Content = try archive.snapshot(within: deadline - .now) {
                version = try archive.version
                replicaCommit = try archive.replicaCommit
                let file = open.identity.flatMap { identity in
                    version.map { WatchedFile.State(identity: identity, version: $0) }
                }
                return try content(of: resource, wish, from: archive, now: now, file)
            }
            let answer = CachedResponse(
                fresh, of: resource, replicaCommit: replicaCommit.map { Timestamp.text($0, in: settings.zone) })
            // What a long answer was made of would stay with the thread that made it, and the next may be made by another.
            if case .compressed = fresh.body { cmemory_give_back() }
            if resource.keeping == .untilNewData, let identity = open.identity, let version {
                keep(answer, for: wish, of: WatchedFile.State(identity: identity, version: version), now: now)
            }
            return answer
        } catch let error as ArchiveError {
            open.close()
            throw error
        }
    }

    private func content(
        of resource: Resource, _ wish: RequestContext.CacheKey, from archive: Archive?, now: Int,
        _ file: WatchedFile.State? = nil
    ) throws -> Content {
        var context = RequestContext(wish: wish, archive: archive, now: now, settings: settings)
        context.stamp = file.map { ArchiveStamp(file: $0, newest: Window(endedAt: now)) }
        context.objectives = objectives
        return try resource.answer(context)
    }

    /// Keeps an answer that was read from `file` as it was at `now`, if that is still how things are.
    private func keep(_ answer: CachedResponse, for wish: RequestContext.CacheKey, of file: WatchedFile.State, now: Int)
    {
        let isWatched = state.withLock { $0.watched?.identity == file.identity }
        // Opened before the lock is taken: that may have to wait for a commit.
        let fresh =
            isWatched
            ? nil
            : try? WatchedFile(
                path: settings.archivePath, identity: file.identity, archives: settings.archives)
        state.withLock { state in
            if let fresh { state.watched = fresh }
            ResponseCache.refresh(&state, now: settings.now())
            if state.stamp == ArchiveStamp(file: file, newest: Window(endedAt: now)) {
                state.kept.keep(answer, for: wish, now: now)
            }
        }
    }
}

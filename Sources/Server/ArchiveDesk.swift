import Archive
import Latency
import Synchronization

/// Answers wishes from the archive, one at a time.
///
/// Contents are kept while they can't change: until someone commits to the file or another window has ended.
final class ArchiveDesk: Sendable {
    /// What kept contents hold for.
    private struct Stamp: Equatable {
        let openings: Int
        let dataVersion: Int
        let newest: Window
    }

    private struct State {
        var open: OpenArchive
        var stamp: Stamp?
        var contents: [Visit.Wish: Content] = [:]
    }

    private static let mostContents = 100
    /// The page of a thousand models has this much.
    private static let longestBody = 1 << 21

    private let settings: ServerSettings
    private let state: Mutex<State>

    init(settings: ServerSettings) {
        self.settings = settings
        state = Mutex(State(open: OpenArchive(path: settings.archivePath)))
    }

    /// Throws what the resource throws.
    func content(_ resource: Resource, _ wish: Visit.Wish) throws -> Content {
        try state.withLock { state in
            do {
                return try content(resource, wish, now: settings.now(), state: &state)
            } catch let error as ArchiveError {
                state.open.close()
                throw error
            }
        }
    }

    private func content(
        _ resource: Resource, _ wish: Visit.Wish, now: Int, state: inout State
    ) throws -> Content {
        let archive = try state.open.current()
        let visit = Visit(wish: wish, archive: archive, now: now, settings: settings)
        guard let archive, resource.keeping != .never else { return try resource.answer(visit) }
        let stamp = Stamp(
            openings: state.open.openings, dataVersion: try archive.dataVersion, newest: Window(endedAt: now))
        if state.stamp != stamp {
            state.contents.removeAll()
            state.stamp = stamp
        }
        if let kept = state.contents[wish], now < kept.changesAt ?? .max { return kept }
        let content = try resource.answer(visit)
        if state.contents.count < ArchiveDesk.mostContents, content.body.readableBytes <= ArchiveDesk.longestBody {
            state.contents[wish] = content
        }
        return content
    }
}

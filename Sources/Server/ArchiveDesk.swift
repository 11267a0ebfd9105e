import Archive
import Latency
import Rendering
import Reports
import Synchronization

/// Answers questions from the archive, one at a time, as the bytes that are sent.
///
/// Bodies are kept while they can't change: until someone commits to the file or another window has ended. Health is told
/// by the second and never kept.
final class ArchiveDesk: Sendable {
    struct Body: Sendable {
        let text: String
        /// Only health can say that what is stored is not fresh.
        let isFresh: Bool
    }

    private struct Key: Hashable {
        let question: Question
        let parameters: QueryParameters
    }

    /// What kept bodies hold for.
    private struct Stamp: Equatable {
        let openings: Int
        let dataVersion: Int
        let newest: Window
    }

    private struct State {
        var open: OpenArchive
        var stamp: Stamp?
        var bodies: [Key: Body] = [:]
    }

    private static let mostBodies = 100
    private static let longestBody = 1 << 18

    private let zone: Zone
    private let state: Mutex<State>

    init(archivePath: String, zone: Zone) {
        self.zone = zone
        state = Mutex(State(open: OpenArchive(path: archivePath)))
    }

    /// `now` is in seconds since 1970 UTC. Throws `RequestError` and `ArchiveError`.
    func body(_ question: Question, parameters: QueryParameters, now: Int) throws -> Body {
        try state.withLock { state in
            do {
                return try body(question, parameters: parameters, now: now, state: &state)
            } catch let error as ArchiveError {
                state.open.close()
                throw error
            }
        }
    }

    private func body(
        _ question: Question, parameters: QueryParameters, now: Int, state: inout State
    ) throws -> Body {
        guard let archive = try state.open.current(), question != .health else {
            return try render(question.answer(from: state.open.current(), parameters: parameters, now: now, zone: zone))
        }
        let stamp = Stamp(
            openings: state.open.openings, dataVersion: try archive.dataVersion, newest: Window(endedAt: now))
        if state.stamp != stamp {
            state.bodies.removeAll()
            state.stamp = stamp
        }
        let key = Key(question: question, parameters: parameters)
        if let kept = state.bodies[key] { return kept }
        let body = render(try question.answer(from: archive, parameters: parameters, now: now, zone: zone))
        if state.bodies.count < ArchiveDesk.mostBodies, body.text.utf8.count <= ArchiveDesk.longestBody {
            state.bodies[key] = body
        }
        return body
    }

    private func render(_ answer: Answer) -> Body {
        var isFresh = true
        if case .health(let health) = answer { isFresh = health.overall.status.isFresh }
        return Body(text: JSONRendering(zone: zone, indented: false).text(of: answer), isFresh: isFresh)
    }
}

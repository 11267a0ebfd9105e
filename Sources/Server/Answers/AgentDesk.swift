import Agent
import Archive
import NIOCore
import NIOHTTP1
import Questions
import Rendering
import Support
import Synchronization

/// Answers agents (`POST /mcp`), one message at a time; some others wait. Nothing is remembered from one to the next.
final class AgentDesk: Sendable {
    /// As many as agents ask at once, and some more.
    private static let mostWaiting = 32

    private let agent: Agent
    private let lane: ArchiveReader
    private let waiting = Mutex(0)

    init(settings: ServerSettings) {
        let log: @Sendable (ArchiveError) -> Void = { error in
            settings.log("metricsctl: \(TerminalText.harmless(error.message))")
        }
        agent = Agent(version: settings.version, defaultSource: settings.defaultSource, log: log) {
            settings.questionContext(now: settings.now())
        }
        lane = ArchiveReader(archivePath: settings.archivePath, archives: settings.archives)
    }

    /// What is wrong with a request before its message is looked at: it comes from a page of another origin, or speaks a
    /// version that is not spoken here.
    static func refusal(of request: HTTPRequestHead) -> Response? {
        if let origin = request.headers.first(name: "Origin") {
            let host = request.headers.first(name: "Host") ?? ""
            guard ["http://\(host)", "https://\(host)"].contains(origin.lowercased()) else {
                return .failure(.forbidden, "pages of other origins may not ask here")
            }
        }
        let version = request.headers.first(name: "MCP-Protocol-Version")
        guard version.map(Agent.versions.contains) ?? true else {
            let known = Agent.versions.joined(separator: " and ")
            return .failure(.badRequest, "MCP-Protocol-Version must be one of those that are spoken here: \(known)")
        }
        return nil
    }

    /// Hands the answer to `send`, from another thread.
    func answer(_ body: ByteBuffer, send: @escaping @Sendable (Response) -> Void) {
        let isIn = waiting.withLock { waiting in
            guard waiting < Self.mostWaiting else { return false }
            waiting += 1
            return true
        }
        guard isIn else {
            return send(.failure(.serviceUnavailable, "too many wait, try again", headers: ["Retry-After": "5"]))
        }
        lane.run { [self] open in
            let answer = agent.answer(Array(body.readableBytesView)) { try open.current() }
            // Whatever was wrong with it is looked at anew by the next.
            open.close()
            waiting.withLock { $0 -= 1 }
            switch answer {
            case .none: send(Response(.accepted, headers: ["Cache-Control": "no-store"]))
            case .reply(let text): send(.message(.ok, text))
            case .refusal(let text): send(.message(.badRequest, text))
            }
        }
    }
}

extension Response {
    fileprivate static func message(_ status: HTTPResponseStatus, _ text: String) -> Response {
        let headers: HTTPHeaders = ["Content-Type": "application/json", "Cache-Control": "no-store"]
        return Response(status, headers: headers, body: ByteBuffer(string: text))
    }
}

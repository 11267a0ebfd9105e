import Archive
import Foundation
import Latency
import NIOCore
import NIOHTTP1
import Questions
import Rendering
import SQLiteStore
import Support
import Synchronization
import TestSupport
import Testing

@testable import Server

@Suite("Requests")
struct ResponderTests {
    /// A server without a network, whose clock stands still, over an archive with a window of one model.
    private final class Bench: Sendable {
        static let newest = 1_760_679_000

        let folder: TemporaryFolder
        let log = Mutex<[String]>([])
        let now = Mutex(newest + 60)

        init() throws {
            folder = try TemporaryFolder()
            try add(window: Self.newest)
        }

        func add(window end: Int) throws {
            let archive = try Archive(creatingAt: folder.path("metrics.db"))
            let source = try archive.source(
                SourceDescription(
                    name: "default", metric: "request_duration_seconds", url: "http://a", selector: "",
                    modelLabel: "model", unit: .seconds))
            let layout = try #require(BucketLayout(upperBounds: [0.1, 1]))
            let part = try #require(Histogram.Part(layout: layout, counts: [8, 2, 0]))
            let model = ModelWindow(
                model: "gpt-4", quality: .exact, histogram: Histogram(part, sumMicroseconds: nil))
            try archive.commit(
                [CollectedWindow(window: Window(endedAt: end), models: [model])], run: nil, of: source)
        }

        func responder(tokens: String? = nil, logs: Bool = false) throws -> Responder {
            Responder(
                settings: ServerSettings(
                    address: .network(host: "127.0.0.1", port: 0),
                    tokens: try tokens.map { try AccessTokens(text: $0) },
                    archivePath: folder.path("metrics.db"), archives: SQLiteOpener(), zone: .utc,
                    thresholds: ThresholdChoice(nil),
                    now: { [self] in now.withLock { $0 } }, logsRequests: logs,
                    log: { [self] line in log.withLock { $0.append(line) } }))
        }
    }

    private func ask(
        _ responder: Responder, _ uri: String, _ method: HTTPMethod = .GET, _ headers: HTTPHeaders = [:]
    ) async -> Response {
        var all: HTTPHeaders = ["Host": "a"]
        for (name, value) in headers { all.replaceOrAdd(name: name, value: value) }
        let head = HTTPRequestHead(version: .http1_1, method: method, uri: uri, headers: all)
        return await withCheckedContinuation { continuation in
            responder.respond(to: head) { continuation.resume(returning: $0) }
        }
    }

    private func text(_ reply: Response) -> String {
        if case .bytes(let bytes) = reply.body { String(buffer: bytes) } else { "" }
    }

    @Test("of what is there are answered, with and without the last slash")
    func found() async throws {
        let responder = try Bench().responder()
        for uri in ["/api/metrics/p95/", "/api/metrics/p95", "http://a/api/metrics/p95?_=1"] {
            let reply = await ask(responder, uri)
            #expect(reply.status == .ok && text(reply).contains(#""model":"gpt-4""#))
        }
    }

    @Test("of what is not are 404: JSON for programs, a page for browsers")
    func notFound() async throws {
        let responder = try Bench().responder()
        let json = await ask(responder, "/nothing")
        #expect(json.status == .notFound)
        #expect(text(json) == #"{"status":"error","message":"there is nothing at /nothing"}"# + "\n")
        let page = await ask(responder, "/nothing", .GET, ["Accept": "text/html,*/*"])
        #expect(page.status == .notFound && page.headers["Content-Type"] == ["text/html; charset=utf-8"])
        let api = await ask(responder, "/api/nothing", .GET, ["Accept": "text/html,*/*"])
        #expect(api.headers["Content-Type"] == ["application/json; charset=utf-8"])
    }

    @Test(
        "with parameters that can't be answered are 400",
        arguments: [
            ("/api/metrics/history/?hours=0", #"hours must be more than 0 and at most 87600, got \"0\""#),
            (
                "/api/metrics/p95/?hour=1",
                #"there is no parameter \"hour\" here, only at, by, format, measure, merge_models, merge_sources, metric_name, model_name, source, where"#
            ),
            ("/api/metrics/p95/?format=xml", #"format must be json or csv, got \"xml\""#),
            ("/chart.svg", "model_name must name a model"),
        ])
    func parameters(uri: String, message: String) async throws {
        let reply = await ask(try Bench().responder(), uri)
        #expect(reply.status == .badRequest)
        #expect(text(reply) == #"{"status":"error","message":"\#(message)"}"# + "\n")
    }

    @Test("by other methods than GET and HEAD change nothing")
    func methods() async throws {
        let responder = try Bench().responder()
        for method in [HTTPMethod.POST, .PUT, .DELETE, .PATCH] {
            let reply = await ask(responder, "/api/metrics/p95/", method)
            #expect(reply.status == .methodNotAllowed && reply.headers["Allow"] == ["GET, HEAD, OPTIONS"])
        }
        let preflight = await ask(responder, "/api/metrics/p95/", .OPTIONS)
        #expect(preflight.status == .noContent && preflight.headers["Access-Control-Allow-Origin"] == ["*"])
    }

    @Test("must name one host, and a target of some length")
    func refusals() async throws {
        let responder = try Bench().responder()
        let long = await ask(responder, "/?q=" + String(repeating: "a", count: 16_000))
        #expect(long.status == .uriTooLong)
        for headers: HTTPHeaders in [[:], ["Host": "a", "Host": "b"]] {
            let head = HTTPRequestHead(version: .http1_1, method: .GET, uri: "/", headers: headers)
            let reply = await withCheckedContinuation { continuation in
                responder.respond(to: head) { continuation.resume(returning: $0) }
            }
            #expect(reply.status == .badRequest)
        }
    }

    @Test("of a page with a slash too many are sent to the page")
    func moved() async throws {
        let reply = await ask(try Bench().responder(), "/model/?name=a")
        #expect(reply.status == .permanentRedirect && reply.headers["Location"] == ["../model?name=a"])
    }

    @Test("need the token where there is one, but for what tells nothing")
    func tokens() async throws {
        let token = String(repeating: "t", count: AccessTokens.minimumLength)
        let responder = try Bench().responder(tokens: token)
        for uri in ["/", "/api/metrics/p95/", "/metrics", "/nothing"] {
            let reply = await ask(responder, uri)
            #expect(reply.status == .unauthorized && reply.headers["WWW-Authenticate"].count == 2)
            let admitted = await ask(responder, uri, .GET, ["Authorization": "Bearer \(token)"])
            #expect(admitted.status != .unauthorized)
        }
        let (alive, preflight) = (await ask(responder, "/healthz"), await ask(responder, "/", .OPTIONS))
        #expect(alive.status == .ok && preflight.status == .noContent)
    }

    @Test("that name the tag are 304 until somebody commits, or a window ends that changes the answer")
    func conditional() async throws {
        let bench = try Bench()
        let responder = try bench.responder()
        let first = await ask(responder, "/api/metrics/p95/")
        let tag = try #require(first.headers.first(name: "ETag"))
        let again = await ask(responder, "/api/metrics/p95/", .GET, ["If-None-Match": tag])
        #expect(again.status == .notModified)
        try bench.add(window: Bench.newest + 300)
        bench.now.withLock { $0 = Bench.newest + 360 }
        let fresh = await ask(responder, "/api/metrics/p95/", .GET, ["If-None-Match": tag])
        #expect(fresh.status == .ok && fresh.headers.first(name: "ETag") != tag)
        bench.now.withLock { $0 = Bench.newest + 90_000 }
        let late = await ask(responder, "/api/metrics/p95/")
        #expect(text(late).contains(#""data":[]"#))
    }

    @Test("without an archive are answered where there is an answer, and say nothing of paths where it is broken")
    func archive() async throws {
        let bench = try Bench()
        let responder = try bench.responder()
        try FileManager.default.removeItem(atPath: bench.folder.path("metrics.db"))
        let none = await ask(responder, "/api/health/")
        #expect(none.status == .serviceUnavailable && text(none).hasPrefix(#"{"status":"no_data","#))
        try Data("hello, this is no database at all".utf8).write(to: bench.folder.url.appending(path: "metrics.db"))
        let broken = await ask(responder, "/api/health/")
        #expect(broken.status == .internalServerError)
        #expect(text(broken) == #"{"status":"error","message":"the archive cannot be read"}"# + "\n")
        let unready = await ask(responder, "/readyz")
        #expect(unready.status == .serviceUnavailable)
        #expect(bench.log.withLock { $0.allSatisfy { $0.contains(bench.folder.path("metrics.db")) } })
    }

    @Test("are logged with their status, harmless to a terminal")
    func log() async throws {
        let bench = try Bench()
        let responder = try bench.responder(logs: true)
        _ = await ask(responder, "/no\u{1B}[31m")
        let lines = bench.log.withLock { $0 }
        #expect(
            lines.count == 1 && lines[0].hasPrefix("GET /no") && lines[0].contains(" 404 ")
                && !lines[0].contains("\u{1B}"))
    }
}

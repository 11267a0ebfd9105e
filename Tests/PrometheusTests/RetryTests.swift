import Latency
import Synchronization
import TestSupport
import Testing

@testable import HTTPClient
@testable import Prometheus

@Suite("A request that failed")
struct RetryTests {
    private static let answer = #"{"status":"success","data":{"resultType":"vector","result":[]}}"#

    @Test("is made again if it may pass, and the traffic counts all of it", arguments: [429, 502, 503, 504])
    func transientStatus(status: Int) throws {
        let world = World()
        let server = try CannedServer { _ in world.answers.next() == 3 ? .json(Self.answer) : .text("", status: status)
        }
        let client = try world.client(of: server)
        #expect(try world.ask(client).isEmpty)
        #expect(world.pauses == [1, 2])
        #expect(client.traffic.requests == 3)
        #expect(client.traffic.retries == 2)
        #expect(client.traffic.bytes == Self.answer.utf8.count)
    }

    @Test("is made again if its connection failed")
    func connection() throws {
        let world = World()
        let server = try CannedServer { _ in
            switch world.answers.next() {
            case 1: .closed
            case 2: .init(body: Array(Self.answer.utf8), ending: .cutOff(after: 20))
            default: .json(Self.answer)
            }
        }
        #expect(try world.ask(world.client(of: server)).isEmpty)
        #expect(world.pauses == [1, 2])
    }

    @Test("is not made again if it would fail in the same way", arguments: [400, 401, 422, 500])
    func permanentStatus(status: Int) throws {
        let world = World()
        let server = try CannedServer { _ in .text("no", status: status) }
        let client = try world.client(of: server)
        #expect(throws: PrometheusError.self) { try world.ask(client) }
        #expect(client.traffic.requests == 1)
        #expect(world.pauses.isEmpty)
    }

    @Test("is made once more by GET where POST alone may be refused, and not again", arguments: [403, 404, 405, 501])
    func refusedMethod(status: Int) throws {
        let world = World()
        let server = try CannedServer { _ in .text("no", status: status) }
        let client = try world.client(of: server)
        #expect(throws: PrometheusError.self) { try world.ask(client) }
        #expect(server.requests.map(\.method) == ["POST", "GET"])
        #expect(world.pauses.isEmpty)
    }

    @Test("is not made again if the server gave up on the query itself")
    func queryTimeout() throws {
        let world = World()
        let server = try CannedServer { _ in
            .json(#"{"status":"error","errorType":"timeout","error":"query timed out"}"#, status: 503)
        }
        let client = try world.client(of: server)
        #expect(throws: PrometheusError.self) { try world.ask(client) }
        #expect(client.traffic.requests == 1)
    }

    @Test("is made again as often as allowed, after pauses that double up to 30 s, and then is the error")
    func growingPauses() throws {
        let world = World()
        let server = try CannedServer { _ in .text("starting", status: 503) }
        let client = try world.client(of: server, retries: 7)
        let error = #expect(throws: PrometheusError.self) { try world.ask(client) }
        #expect(error?.message == "\(server.url) is not ready (503): starting")
        #expect(world.pauses == [1, 2, 4, 8, 16, 30, 30])
        #expect(world.told == world.pauses)
    }

    @Test("waits up to half as long by chance", arguments: [(1.0, [0.5, 1, 2, 4]), (0.5, [0.75, 1.5, 3, 6])])
    func jitter(chance: Double, pauses: [Double]) throws {
        let world = World(chance: chance)
        let server = try CannedServer { _ in .text("", status: 503) }
        #expect(throws: PrometheusError.self) { try world.ask(world.client(of: server)) }
        #expect(world.pauses == pauses)
    }

    @Test("waits as long as the server asks for, if that is longer")
    func retryAfter() throws {
        let world = World()
        let server = try CannedServer { _ in
            world.answers.next() < 5
                ? .init(status: 429, headers: [("Retry-After", "3")]) : .json(Self.answer)
        }
        #expect(try world.ask(world.client(of: server)).isEmpty)
        #expect(world.pauses == [3, 3, 4, 8])
    }

    @Test("is given up at once if the server asks for more time than there is")
    func retryAfterDeadline() throws {
        let world = World()
        let server = try CannedServer { _ in .init(status: 429, headers: [("Retry-After", "3600")]) }
        let client = try world.client(of: server, timeBudget: 230)
        #expect(throws: PrometheusError.self) { try world.ask(client) }
        #expect(client.traffic.requests == 1)
        #expect(world.pauses.isEmpty)
    }

    @Test("is not made again after the deadline of the whole run, which all requests share")
    func deadline() throws {
        let world = World()
        let server = try CannedServer { _ in .text("", status: 503) }
        let client = try world.client(of: server, retries: 100, timeBudget: 20)
        #expect(throws: PrometheusError.self) { try world.ask(client) }
        #expect(world.pauses == [1, 2, 4, 8])
        #expect(client.hasTime)
        #expect(throws: PrometheusError.self) { try world.ask(client) }
        #expect(world.pauses == [1, 2, 4, 8, 1, 2])
        world.clock.withLock { $0 += 10 }
        #expect(!client.hasTime)
        let error = #expect(throws: PrometheusError.self) { try world.ask(client) }
        #expect(error?.message == "\(server.url): not all answers came within 20 s")
        #expect(error?.kind == .timeout)
        client.restartDeadline()
        #expect(client.hasTime)
    }

    @Test("may not take longer than what is left of the run")
    func cutByDeadline() throws {
        let server = try CannedServer { _ in .silence }
        let client = PrometheusClient(
            server: try ServerURL(server.url), transport: try CurlTransport.test(), limits: .init(timeout: 600),
            patience: RetryPolicy(retries: Defaults.retries, timeBudget: 0.3))
        let error = #expect(throws: PrometheusError.self) { try World().ask(client) }
        #expect(error?.message == "\(server.url): not all answers came within 0.3 s")
    }
}

/// A clock that only pauses move, and chance that is none.
private final class World: Sendable {
    let clock = Mutex(0.0)
    let answers = Counter()
    private let slept = Mutex<[Double]>([])
    private let announced = Mutex<[Double]>([])
    private let chance: Double

    init(chance: Double = 0) { self.chance = chance }

    /// What was waited for, in seconds.
    var pauses: [Double] { slept.withLock { $0 } }
    /// What was said about it before.
    var told: [Double] { announced.withLock { $0 } }

    func client(
        of server: CannedServer, retries: Int = 4, timeBudget: Double = .infinity
    ) throws -> PrometheusClient {
        let patience = RetryPolicy(
            retries: retries, timeBudget: timeBudget, now: { self.clock.withLock { $0 } },
            sleep: { seconds in
                self.slept.withLock { $0.append(seconds) }
                self.clock.withLock { $0 += seconds }
            }, random: { self.chance })
        return PrometheusClient(
            server: try ServerURL(server.url), transport: try CurlTransport.test(), limits: .init(timeout: 60),
            patience: patience, onRetry: { _, pause in self.announced.withLock { $0.append(pause) } })
    }

    @discardableResult
    func ask(_ client: PrometheusClient) throws -> [Series] {
        try client.evaluate("up", at: Window(endedAt: 600)...Window(endedAt: 600))
    }
}

/// Counts calls from 1.
private final class Counter: Sendable {
    private let count = Mutex(0)

    func next() -> Int {
        count.withLock { count in
            count += 1
            return count
        }
    }
}

import Archive
import Glibc
import Latency
import PostgresStore
import Questions
import Rendering
import Support
import TestSupport
import Testing

@Suite("A replica", .serialized) struct ReplicaTests {
    private static let replica = Result { try PostgresServer(replicaOf: PostgresServer.ofRun.get()) }

    private let place: PostgresDatabase
    private let primary: Archive
    private let replica: PostgresServer
    private let now = StoreSamples.day.end

    init() throws {
        replica = try Self.replica.get()
        place = try PostgresDatabase()
        primary = Archive(store: try place.open())
        try commit(slot: 286)
        try commit(slot: 287)
    }

    private func commit(slot: Int, _ counts: [Int] = [1, 2, 0]) throws {
        let source = try primary.source(StoreSamples.description("eu"))
        let window = StoreSamples.window(slot, try StoreSamples.model("a", counts))
        try primary.commit([window], run: StoreSamples.run(window.window.end), of: source)
    }

    /// Asks the replica, and knows where the primary is.
    private func reader() throws -> Archive {
        let folders = "\(replica.folder),\(try PostgresServer.ofRun.get().folder)"
        let name = "postgresql://postgres@/\(place.name)?host=\(folders)"
        return Archive(store: try PostgresStore.open(name, for: .reading))
    }

    private func health(_ archive: Archive) throws -> (status: HealthStatus, json: String) {
        let answer = try HealthQuestion(QueryParameters(), in: QuestionContext(now: now, zone: .utc))
            .answer(from: archive)
        var text = ""
        Renderer(format: .json, zone: .utc, terminal: .none).write(answer, to: HealthQuestion.self) {
            text += String(decoding: $0, as: UTF8.self)
        }
        return (answer.overall.status, text)
    }

    /// The replica has all that there is by now, of this database too.
    private func caughtUp() throws -> Archive {
        for _ in 0..<200 where (try? reader().replicaState?.isVerified) != true { usleep(50_000) }
        return try reader()
    }

    @Test("that has all of it is as good as its primary, which is none")
    func whole() throws {
        let archive = try caughtUp()
        let state = try #require(try archive.replicaState)
        #expect(state.isVerified && state.secondsBehind == 0)
        #expect(abs(state.newestCommit - time(nil)) < 60)
        #expect(try archive.replicaCommit == state.newestCommit)
        #expect(try contents(of: archive) == contents(of: primary))
        let answer = try health(archive)
        #expect(answer.status == .healthy)
        #expect(answer.json.contains(#""message":null"#) && answer.json.contains(#""seconds_behind":0"#))
        #expect(try primary.replicaState == nil && primary.replicaCommit == nil)
        #expect(!(try health(primary).json.contains("replica")))
    }

    enum Trouble: CaseIterable {
        case replaysNothing, receivesNothing
    }

    private func sql(_ trouble: Trouble, ends: Bool) throws -> String {
        switch trouble {
        case .replaysNothing: return "SELECT pg_wal_replay_\(ends ? "resume" : "pause")()"
        case .receivesNothing:
            let line = ends ? "host=\(try PostgresServer.ofRun.get().folder) user=postgres" : ""
            return "ALTER SYSTEM SET primary_conninfo = '\(line)';\nSELECT pg_reload_conf()"
        }
    }

    @Test("that replays or receives nothing is not healthy, and says how far behind it is", arguments: Trouble.allCases)
    func behind(trouble: Trouble) throws {
        let archive = try caughtUp()
        try replica.run(sql(trouble, ends: false))
        defer { try? replica.run(sql(trouble, ends: true)) }
        usleep(2_200_000)
        // Its own word would do: it believes that it has everything.
        #expect(try health(archive).status == .healthy)
        try commit(slot: 285)
        let state = try #require(try archive.replicaState)
        #expect(!state.isVerified)
        #expect((2...60).contains(try #require(state.secondsBehind)))
        let answer = try health(archive)
        #expect(answer.status == .degraded && answer.json.contains(#""message":"storage_unverified""#))
        #expect(answer.json.contains(#""seconds_behind":\#(try #require(state.secondsBehind))"#))
        // What it answers is the same inside a read.
        #expect(try archive.snapshot(within: .seconds(60)) { try health(archive).status } == .degraded)
        try replica.run(sql(trouble, ends: true))
        #expect(try health(try caughtUp()).status == .healthy)
    }

    @Test("that knows no primary is not healthy either, and good for no check")
    func alone() throws {
        _ = try caughtUp()
        let archive = Archive(store: try PostgresStore.open(replica.url(place.name), for: .reading))
        let state = try #require(try archive.replicaState)
        #expect(!state.isVerified && state.secondsBehind == nil)
        let answer = try health(archive)
        #expect(answer.status == .degraded && answer.json.contains(#""seconds_behind":null"#))
        let condition = EvaluationRule(
            limits: .above(warning: 10_000, critical: 20_000), minimumRequests: 1, seconds: 0)
        let request = CheckRequest(condition: condition, maximumAge: 900, noTraffic: .ok, noData: .unknown)
        let check = try CheckQuestion(request, QueryParameters(), now: now)
        #expect(try check.answer(from: primary).status == .ok)
        let doubted = try check.answer(from: archive)
        #expect(doubted.status == .unknown && doubted.obstacle == .unverified)
        #expect(CheckLine().text(of: doubted).hasPrefix("LATENCY UNKNOWN: this is a replica"))
    }

    @Test("that knows no primary leaves no objective's check OK, and its pages say so, until the primary is known")
    func doubted() throws {
        let known = try caughtUp()
        let unknown = Archive(store: try PostgresStore.open(replica.url(place.name), for: .reading))
        let context = QuestionContext(now: now, zone: .utc)
        func check(_ archive: Archive, target: String, from: String = "2025-10-17T23:50:00Z") throws -> SloAnswer {
            var parameters = QueryParameters()
            for (key, value) in [("below", "500ms"), ("target", target), ("from", from)] {
                parameters.set(key, [Name(value)])
            }
            return try ObjectiveCheckQuestion(parameters, in: context).answer(from: archive)
        }
        #expect(try check(primary, target: "50%").status == .ok && check(known, target: "50%").status == .ok)
        let doubted = try check(unknown, target: "50%")
        #expect(doubted.status == .unknown)
        #expect(CheckLine().text(of: doubted).hasPrefix("LATENCY UNKNOWN: this is a replica"))
        // What is not met stays so.
        try commit(slot: 285, [0, 0, 9])
        _ = try caughtUp()
        let missed = try check(unknown, target: "99%", from: "2025-10-17T23:45:00Z")
        #expect(missed.status == .critical && !missed.isUnverified)

        for (archive, isVerified) in [(primary, nil), (known, true), (unknown, false)] as [(Archive, Bool?)] {
            let status = try StatusQuestion(QueryParameters(), in: context).answer(from: archive)
            #expect(status.health.replica?.isVerified == isVerified)
            let model = try ModelQuestion(QueryParameters(model: "a"), in: context).answer(from: archive)
            #expect(model.health.replica?.isVerified == isVerified)
        }
    }

    @Test("whose primary does not answer waits for it once, and not again until something new has come")
    func silent() throws {
        _ = try caughtUp()
        let folder = try TemporaryFolder()
        let listener = try Sockets.listen(at: folder.path(".s.PGSQL.5432"))
        defer { close(listener) }
        let name = "postgresql://postgres@/\(place.name)?host=\(replica.folder),\(folder.url.path)"
        let archive = Archive(store: try PostgresStore.open(name, for: .reading))
        func time(asking times: Int) throws -> Duration {
            try ContinuousClock().measure {
                for _ in 1...times {
                    let state = try #require(try archive.replicaState)
                    #expect(!state.isVerified && state.secondsBehind == nil)
                }
            }
        }
        #expect(try time(asking: 1) > .seconds(1))
        #expect(try time(asking: 10) < .seconds(1))
        try commit(slot: 285)
        _ = try caughtUp()
        #expect(try time(asking: 1) > .seconds(1))
    }

    @Test("whose reads are cancelled for what the primary has cleaned up reads again, and all of it")
    func conflict() throws {
        let archive = try caughtUp()
        try replica.run("ALTER SYSTEM SET max_standby_streaming_delay = 0;\nSELECT pg_reload_conf()")
        defer { try? replica.run("ALTER SYSTEM RESET max_standby_streaming_delay;\nSELECT pg_reload_conf()") }
        let server = try PostgresServer.ofRun.get()
        var attempts = 0
        let read = try archive.snapshot(within: .seconds(60)) {
            attempts += 1
            let before = try contents(of: archive)
            if attempts == 1 {
                try server.run("UPDATE metricsctl.hot SET body = body;\nVACUUM metricsctl.hot", in: place.name)
                usleep(1_000_000)
            }
            return (before, try contents(of: archive))
        }
        #expect(attempts == 2)
        #expect(read.0 == read.1)
        #expect(try read.1 == contents(of: primary))
    }
}

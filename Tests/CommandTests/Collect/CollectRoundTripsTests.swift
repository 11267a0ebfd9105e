import TestSupport
import Testing

@Suite("collect into PostgreSQL", .smallServer) struct CollectRoundTripsTests {
    @Test("waits for the server ten times at most, in a plain run that has something new")
    func plain() throws {
        let server = try PostgresServer.ofRun.get()
        try server.run("CREATE DATABASE counted")
        defer { try? server.run("DROP DATABASE counted") }
        let program = Program.metricsctl()
        #expect(try program.run("archive", "migrate", "--db", server.url("counted")).exitCode == 0)
        func collect(_ database: String, at time: Int, _ options: [String] = []) throws {
            let run = try program.run(
                ["collect", "--prometheus-url", SmallServer.url, "--db", database, "--at", SmallServer.text(time)]
                    + options)
            #expect(run.exitCode == 0, "\(run.stderr)")
        }
        let time = SmallServer.noon + 1500
        try collect(server.url("counted"), at: time, ["--backfill", "20m"])
        let proxy = try CountingProxy(to: server)
        try collect(proxy.url("counted"), at: time + 300)
        #expect((4...10).contains(proxy.roundTrips), "\(proxy.roundTrips)")

        // The answer of a question about the only source takes its connection, and one more.
        let asked = try CountingProxy(to: server)
        let answer = try program.run("p95", "--db", asked.url("counted"), "--at", SmallServer.text(time + 310))
        #expect(answer.exitCode == 0, "\(answer.stderr)")
        #expect(asked.roundTrips == 2)
    }
}

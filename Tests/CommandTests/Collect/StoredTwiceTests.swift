import Foundation
import TestSupport
import Testing

@Suite("Targets that a server has twice", .recentServer) struct StoredTwiceTests {
    @Test("are told by the first run, with the label that tells the copies apart")
    func told() throws {
        let folder = try TemporaryFolder()
        let first = try collect("doubled_seconds", into: folder)
        #expect(first.exitCode == 0)
        #expect(first.stderr.contains("1 target is stored twice, apart by the label cluster"), "\(first.stderr)")
        #expect(first.stderr.contains(#"the selector cluster="""#), "\(first.stderr)")
        // Once a day is enough.
        #expect(try collect("doubled_seconds", into: folder).stderr == "")
    }

    @Test("are none where two replicas share a target and count alike")
    func replicas() throws {
        #expect(try collect("engines_seconds", into: TemporaryFolder()).stderr == "")
    }

    /// Not just after midnight, when a run tells it again.
    private let time: Int = {
        let boundary = Int(Date().timeIntervalSince1970) / 300 * 300
        return boundary.isMultiple(of: 86_400) ? boundary - 300 : boundary
    }()

    private func collect(_ metric: String, into folder: TemporaryFolder) throws -> Program.Result {
        try Program.metricsctl().run(
            "collect", "--db", folder.path("metrics.db"), "--prometheus-url", RecentServer.url, "--retries", "0",
            "--metric-name", metric, "--at", SmallServer.text(time))
    }
}

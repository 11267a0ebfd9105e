import Archive
import Latency

/// How a collection is doing, best first.
package enum HealthStatus: String, CaseIterable, Comparable, Sendable {
    case healthy
    case degraded
    case unhealthy
    case noData = "no_data"

    /// Whether what is stored is fresh: HTTP 200 and exit code 0.
    package var isFresh: Bool { self <= .degraded }

    package static func < (left: HealthStatus, right: HealthStatus) -> Bool {
        left.rank < right.rank
    }

    private var rank: Int { HealthStatus.allCases.firstIndex(of: self) ?? 0 }
}

/// Whether collection goes on as it should.
package struct HealthAnswer: Hashable, Sendable {
    package struct LastRun: Hashable, Sendable {
        package let outcome: RunOutcome
        /// Seconds since 1970 UTC.
        package let finished: Int

        /// Whether more may be stored than was read: a replica can't tell.
        var isUnverified = false

        /// What is told of a failure, or of doubts: never a host or a path. nil after a success.
        package var failure: String? { outcome.failure?.rawValue ?? (isUnverified ? "storage_unverified" : nil) }
    }

    /// A run that does not end.
    package struct StuckRun: Hashable, Sendable {
        /// The process' id.
        package let process: Int
        /// Seconds since 1970 UTC.
        package let since: Int
    }

    /// What is known of one source, or of all of them.
    package struct Finding: Hashable, Sendable {
        package let status: HealthStatus
        /// When the last successful run finished, in seconds since 1970 UTC.
        package let lastCollection: Int?
        /// How long ago that was, in seconds.
        package let age: Int?
        /// Models with traffic in the last 24 hours.
        package let modelCount: Int
        package let lastRun: LastRun?
        package let missingWindows: Int
        /// What the last run had to leave out: see `WarningCode`.
        package let warnings: [String]
        /// A run that should have ended long ago and keeps all others from collecting; nil where there is none.
        package var stuckRun: StuckRun?

        init(
            status: HealthStatus, lastCollection: Int?, age: Int?, modelCount: Int, lastRun: LastRun?,
            missingWindows: Int, warnings: [String] = []
        ) {
            self.status = status
            self.lastCollection = lastCollection
            self.age = age
            self.modelCount = modelCount
            self.lastRun = lastRun
            self.missingWindows = missingWindows
            self.warnings = warnings
        }

        fileprivate var unverified: Finding {
            var lastRun = lastRun
            lastRun?.isUnverified = true
            var finding = Finding(
                status: max(status, .degraded), lastCollection: lastCollection, age: age, modelCount: modelCount,
                lastRun: lastRun, missingWindows: missingWindows, warnings: warnings)
            finding.stuckRun = stuckRun
            return finding
        }

        static let noData = Finding(
            status: .noData, lastCollection: nil, age: nil, modelCount: 0, lastRun: nil, missingWindows: 0)
    }

    package struct SourceFinding: Hashable, Sendable {
        package let source: SourceID
        package let finding: Finding
    }

    /// A replica of the store, in whose words it is told: see `ReplicaState`.
    package struct Replica: Hashable, Sendable {
        /// Seconds since 1970 UTC.
        package let newestCommit: Int
        /// nil where the primary could not be asked.
        package let secondsBehind: Int?
        package let isVerified: Bool
    }

    /// Where nothing was ever collected.
    package static let noData = HealthAnswer(overall: .noData, sources: [])

    /// The same, read from a replica: nothing is healthy of which the primary has not said that it is all. nil changes nothing.
    func read(from replica: ReplicaState?) -> HealthAnswer {
        guard let replica else { return self }
        var answer = self
        if !replica.isVerified {
            answer = HealthAnswer(
                overall: overall.unverified,
                sources: sources.map { SourceFinding(source: $0.source, finding: $0.finding.unverified) })
            answer.damages = damages
        }
        answer.replica = Replica(
            newestCommit: replica.newestCommit, secondsBehind: replica.secondsBehind, isVerified: replica.isVerified)
        return answer
    }

    /// The finding of the worst source; `modelCount` counts the models of all of them.
    package let overall: Finding
    /// In the order in which they were first seen.
    package let sources: [SourceFinding]
    /// What was left out because it is damaged.
    package var damages = Damages()
    /// Where it was read from a replica; else nil.
    package private(set) var replica: Replica?

    init(overall: Finding, sources: [SourceFinding]) { (self.overall, self.sources) = (overall, sources) }
}

extension HealthAnswer: TabularAnswer {
    package struct Row: Sendable {
        /// nil where there is no source yet.
        package let source: SourceID?
        package let finding: Finding
    }

    /// One for each source; without any source one that says so.
    package var rows: [Row] {
        if sources.isEmpty { return [overallRow] }
        return sources.map { Row(source: $0.source, finding: $0.finding) }
    }
    /// The worst source's, without its name.
    package var overallRow: Row { Row(source: nil, finding: overall) }
    package var isFresh: Bool { overall.status.isFresh }
    package var layout: AnswerLayout { .health(self) }
}

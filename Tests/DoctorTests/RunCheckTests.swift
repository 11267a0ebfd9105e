import Archive
import Questions
import Support
import Testing

@testable import Doctor

@Suite struct RunCheckTests {
    private func finding(_ runs: [Run]) throws -> Finding {
        RunCheck(history: try SourceHistory(of: ExaminedArchive(runs: runs))).finding()
    }

    @Test("a success a moment ago is well, with how many there were in the last hour")
    func well() throws {
        let runs = [90, 10, 5, 0].map { ExaminedArchive.success(minutesAgo: $0) }
        #expect(try finding(runs) == Finding("last run", .ok, "success 0 min ago; runs in the last hour: 3"))
    }

    @Test("a failure is told with its reason")
    func failure() throws {
        #expect(
            try finding([ExaminedArchive.success(minutesAgo: 5), ExaminedArchive.failure(minutesAgo: 3)])
                == Finding(
                    "last run", .problem, "it failed 3 min ago: cannot reach http://a",
                    advice: "metricsctl runs --failed lists all; metricsctl collect --verbose tries it now"))
    }

    @Test("of a source of which nothing was ever collected, how to undo it is told, too")
    func mistake() throws {
        let archive = try ExaminedArchive(missing: Set(1...12), runs: [ExaminedArchive.failure(minutesAgo: 3)])
        #expect(
            try RunCheck(history: SourceHistory(of: archive)).finding().advice
                == "metricsctl runs --failed lists all; metricsctl collect --verbose tries it now; nothing was ever collected of it: "
                + "if it is a mistake, metricsctl archive forget-source default --metric-name request_duration_seconds undoes it"
        )
    }

    @Test("none for more than 15 minutes, or none at all, is a problem")
    func silence() throws {
        #expect(try finding([ExaminedArchive.success(minutesAgo: 15)]).verdict == .ok)
        #expect(
            try finding([ExaminedArchive.success(minutesAgo: 16)])
                == Finding(
                    "last run", .problem, "it was 16 min ago, and no other came since",
                    advice: "see what is said of the schedule, and collect.log beside the archive"))
        let never = Finding(
            "last run", .problem, "nothing was ever collected",
            advice: "run the scheduled line by hand, or metricsctl collect --verbose")
        #expect(try finding([]) == never)
        #expect(RunCheck(history: nil).finding() == never)
    }

    @Test("a warning to act upon is one, others are told beside")
    func warnings() throws {
        let quiet = "partial_counts: a model's counts are too low"
        #expect(
            try finding([ExaminedArchive.success(minutesAgo: 1, warnings: [quiet])])
                == Finding("last run", .ok, "success 1 min ago; runs in the last hour: 1; \(quiet)"))
        for loud in ["unit_guessed: m is taken for seconds", "of a version without codes"] {
            #expect(
                try finding([ExaminedArchive.success(minutesAgo: 1, warnings: [quiet, loud])])
                    == Finding(
                        "last run", .warning, "success 1 min ago, with a warning: \(loud)",
                        advice: "metricsctl runs shows all"))
        }
    }
}

import Latency
import Support

/// The result of one check.
package struct Finding: Hashable, Sendable {
    /// What was looked at, in few words that never change: `clock`.
    package let check: String
    package let verdict: Diagnosis.Verdict
    /// What was found, for people; it may name hosts and paths.
    package let reason: String
    /// What to do about it.
    package let advice: Hint?

    package init(_ check: String, _ verdict: Diagnosis.Verdict, _ reason: String, advice: Hint? = nil) {
        self.check = check
        self.verdict = verdict
        self.reason = reason
        self.advice = advice
    }
}

/// All that a doctor found.
package struct Diagnosis: Hashable, Sendable {
    /// What a check came to, best first but for the last.
    package enum Verdict: String, CaseIterable, Sendable {
        case ok
        /// It works, but something will go wrong one day, or does so at times.
        case warning
        /// It does not work.
        case problem
        /// It could not be looked at, or does not matter here.
        case skipped
    }

    /// Findings about one thing: the machine and the archive, or one source.
    package struct Section: Hashable, Sendable {
        /// nil for the machine and the archive.
        package let source: Name?
        package let metric: Name?
        package let findings: [Finding]

        package init(source: Name?, metric: Name?, findings: [Finding]) {
            self.source = source
            self.metric = metric
            self.findings = findings
        }
    }

    package let sections: [Section]

    package init(sections: [Section]) { self.sections = sections }

    package func count(of verdict: Verdict) -> Int {
        sections.reduce(0) { $0 + $1.findings.count { $0.verdict == verdict } }
    }

    /// The worst of all; what was skipped does not count.
    package var verdict: Verdict {
        count(of: .problem) > 0 ? .problem : count(of: .warning) > 0 ? .warning : .ok
    }
}

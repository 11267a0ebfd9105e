import Archive
import HTTPClient
import Latency
import Prometheus
import Questions
import Schedule

/// Everything that must be right for collections to go on for years, looked at. It changes nothing.
///
/// No check waits for more than the timeouts of what it asks: some seconds each.
package struct DiagnosisRun {
    package let sources: [ExaminedSource]
    package let archivePath: String
    package let archives: any ArchiveOpener
    /// Where `serve` should be.
    package let serve: ServerURL
    /// Whether it must be there, rather than may.
    package let isServeExpected: Bool
    package let transport: any HTTPTransport
    package let machine: Machine

    package init(
        sources: [ExaminedSource], archivePath: String, archives: any ArchiveOpener, serve: ServerURL,
        isServeExpected: Bool, transport: any HTTPTransport, machine: Machine
    ) {
        self.sources = sources
        self.archivePath = archivePath
        self.archives = archives
        self.serve = serve
        self.isServeExpected = isServeExpected
        self.transport = transport
        self.machine = machine
    }

    package func diagnosis() -> Diagnosis {
        let archive = Result { () throws(ArchiveError) in try archives.reading(at: archivePath) }
        let now = machine.now
        let schedule = ScheduleChecks(machine: machine, archivePath: archivePath)
        var successes: [Int] = []
        let sections = sources.map { source in
            let (finding, history) = known(source, in: try? archive.get(), now: now)
            let success = history?.runs.first { $0.outcome == .success }?.finished
            if let success { successes.append(success) }
            let name = source.description.id
            return Diagnosis.Section(
                source: name.name, metric: name.metric,
                findings: ServerChecks(source: source, history: history, clock: machine.clock).findings()
                    + doubled(source)
                    + (source.description.kind == .counter
                        ? [] : [UnitCheck(source: source, history: history).finding()]) + finding
                    + [
                        schedule.finding(
                            for: name, of: source.configuration, recentRuns: history?.recentRuns ?? 0),
                        RunCheck(history: history).finding(),
                    ])
        }
        let serve = ServeCheck(
            server: serve, transport: transport,
            isExpected: isServeExpected || machine.systemd.installed().contains("metricsctl-serve.service"),
            lastSuccess: successes.max())
        let findings =
            MachineChecks(
                timeZone: machine.timeZone, localTime: machine.localTime, libraries: archives.libraries
            ).findings()
            + ArchiveChecks(path: archivePath, archive: archive, archives: archives, now: now).findings() + [
                serve.finding()
            ]
        return Diagnosis(sections: [Diagnosis.Section(source: nil, metric: nil, findings: findings)] + sections)
    }

    /// Whether a source before it collects the same series: told once for each two sources.
    private func doubled(_ source: ExaminedSource) -> [Finding] {
        func isSame(_ one: SourceDescription, as other: SourceDescription) -> Bool {
            one.url == other.url && one.bareMetric == other.bareMetric && one.selector == other.selector
        }
        let own = source.description
        let before = sources.map(\.description).prefix { $0.id != own.id }
        guard !before.contains(where: { $0.name == own.name }),
            let other = before.first(where: { $0.name != own.name && isSame($0, as: own) })
        else { return [] }
        return [
            Finding(
                "source", .warning, "source \"\(other.name)\" is the same series: answers over both count them twice",
                advice: "give each a selector of its own, or forget one: metricsctl archive forget-source")
        ]
    }

    /// What the archive has of a source, and a finding where it would refuse to go on with it.
    private func known(_ source: ExaminedSource, in archive: Archive?, now: Int) -> ([Finding], SourceHistory?) {
        guard let archive else { return ([], nil) }
        do throws(ArchiveError) {
            guard let known = try archive.knownSource(source.description) else { return ([], nil) }
            return ([], try SourceHistory(of: known, in: archive, now: now))
        } catch {
            return ([Finding("source", .problem, error.message, advice: error.hint)], nil)
        }
    }
}

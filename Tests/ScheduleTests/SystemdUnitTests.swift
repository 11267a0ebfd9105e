import Foundation
import Latency
import TestSupport
import Testing

@testable import Schedule

@Suite struct SystemdUnitTests {
    private func shipped(_ name: String) throws -> String {
        try String(contentsOf: Checkout.root.appending(path: "cron/\(name)"), encoding: .utf8)
    }

    private let program = "/usr/local/bin/metricsctl"
    private let server = ["--prometheus-url", "http://localhost:9090"]

    @Test("the units in cron/ are the ones that schedule installs")
    func shippedUnits() throws {
        let job = CollectJob(program: program, arguments: server)
        let archive = SystemdUnit.stateFolder + "/metrics.db"
        for unit in [
            SystemdUnit.collectService(job, into: .init(archive: archive)), .collectTimer(.standard),
            .serve(program: program, from: .init(archive: archive)),
        ] { #expect(try shipped(unit.name) == unit.text) }
    }

    @Test(
        "a job of a configuration has units of its own, which load the credentials that it asks for, and is read back")
    func configuration() throws {
        let file = "/etc/metricsctl/config.yaml"
        let job = CollectJob(program: program, arguments: ["--config", file])
        let unit = SystemdUnit.collectService(
            job, into: .init(archive: SystemdUnit.stateFolder + "/metrics.db"), credentials: ["a.token", "50%"])
        #expect(unit.text.contains("ExecStart=\(program) collect --config \(file)\n"))
        #expect(unit.text.contains("\nLoadCredential=a.token\nLoadCredential=50%%\n"))
        #expect(unit.name.hasPrefix("metricsctl-collect-config-"))
        let back = try #require(SystemdUnit.job(in: unit.text))
        #expect(back.configuration == file && back.source == CollectJob.source(ofConfiguration: file))
        #expect(job.source != CollectJob(program: program, arguments: server).source)
        // What describes a source is no job of the configuration beside it.
        let other = CollectJob(program: program, arguments: server + ["--config", file])
        #expect(other.configuration == nil && other.source == .standard)
        let serve = SystemdUnit.serve(
            program: program, from: .init(archive: "/var/lib/metricsctl/m.db"), configuration: file)
        #expect(serve.text.contains(" --port 8000 --config \(file)\n"))
    }

    @Test("the crontab in cron/ is the one that schedule installs")
    func shippedCrontab() throws {
        var crontab = Crontab("")
        let job = CollectJob(program: program, arguments: server + ["--db", SystemdUnit.stateFolder + "/metrics.db"])
        try crontab.install(
            CrontabLine(job: job, delay: StartDelay.least, log: SystemdUnit.stateFolder + "/collect.log"))
        #expect(try shipped("metricsctl.crontab") == crontab.text)
    }

    @Test("sources have units of their own")
    func names() {
        #expect(SystemdUnit.collectName(.standard) == "metricsctl-collect")
        let other = SourceID(name: "eu west/1", metric: "vllm:e2e_request_latency_seconds")
        #expect(
            SystemdUnit.collectName(other).hasPrefix(
                "metricsctl-collect-eu_west_1-vllm_e2e_request_latency_seconds--"))
        let names: [Name] = [
            "default", "운영", "개발", "eu-west", "eu_west", "a", "a-b", "b", "m", "é", "e\u{301}", "", "a--b",
        ]
        let metrics: [Name] = [SourceID.standard.metric, "m", "b", "vllm:m", "a", ""]
        let sources = names.flatMap { name in metrics.map { SourceID(name: name, metric: $0) } }
        #expect(Set(sources.map(SystemdUnit.collectName)).count == sources.count)
        let long = SourceID(
            name: Name(String(repeating: "x", count: 4096)), metric: Name(String(repeating: "y", count: 4096)))
        #expect(SystemdUnit.collectName(long).utf8.count < 240)
        let job = CollectJob(program: program, arguments: ["--source", "eu"])
        #expect(SystemdUnit.collectService(job, into: .init(archive: "/a")).name == "metricsctl-collect-eu.service")
    }

    @Test("words are quoted as systemd.syntax asks")
    func words() {
        #expect(SystemdUnit.word("a=b") == "a=b")
        #expect(SystemdUnit.word("100%") == "100%%")
        #expect(SystemdUnit.word(#"job="a b""#) == #""job=\"a b\"""#)
        #expect(SystemdUnit.word("") == #""""#)
        let job = CollectJob(program: program, arguments: ["--selector", #"a=~"x$""#])
        let text = SystemdUnit.collectService(job, into: .init(archive: "/a")).text
        #expect(text.contains(#"ExecStart=/usr/local/bin/metricsctl collect --selector "a=~\"x$$\"""# + "\n"))
    }

    @Test("the job comes back from its unit, with the archive", arguments: ShellWordTests.hard)
    func job(word: String) {
        let job = CollectJob(program: program, arguments: ["--selector", word])
        let read = SystemdUnit.job(in: SystemdUnit.collectService(job, into: .init(archive: "/var/lib/a b%.db")).text)
        #expect(read == CollectJob(program: program, arguments: ["--selector", word, "--db", "/var/lib/a b%.db"]))
        #expect(SystemdUnit.job(in: SystemdUnit.serve(program: program, from: .init(archive: "/a")).text) == nil)
    }

    @Test("files that collect reads are handed over by systemd, and come back from the unit as they were named")
    func credentials() throws {
        let arguments = ["--netrc", "/etc/a b%:1", "--notify=/etc/notify.conf", "--source", "eu"]
        let unit = SystemdUnit.collectService(
            CollectJob(program: program, arguments: arguments), into: .init(archive: "/a"))
        let lines = unit.text.split(separator: "\n")
        #expect(
            lines.contains(
                "ExecStart=/usr/local/bin/metricsctl collect --netrc ${CREDENTIALS_DIRECTORY}/netrc "
                    + "--notify ${CREDENTIALS_DIRECTORY}/notify --source eu"))
        #expect(
            lines.filter { $0.hasPrefix("LoadC") } == [
                "LoadCredential=netrc:/etc/a b%%:1", "LoadCredential=notify:/etc/notify.conf",
            ])
        #expect(
            try #require(SystemdUnit.job(in: unit.text)).arguments
                == ["--netrc", "/etc/a b%:1", "--notify", "/etc/notify.conf", "--source", "eu", "--db", "/a"])
    }

    @Test("a database is named to both, and the file of its passwords handed over")
    func database() throws {
        let name = "postgresql://w@db1,db2/metrics?host=%2Frun"
        let store = SystemdUnit.Store(archive: name, passwords: "/etc/metricsctl/50%.pgpass")
        let job = CollectJob(program: program, arguments: server)
        for unit in [SystemdUnit.collectService(job, into: store), .serve(program: program, from: store)] {
            #expect(
                unit.text.contains(
                    """

                    Environment=METRICSCTL_DB=postgresql://w@db1,db2/metrics?host=%%2Frun
                    LoadCredential=pgpass:/etc/metricsctl/50%%.pgpass
                    Environment=PGPASSFILE=%d/pgpass

                    """))
        }
        let back = SystemdUnit.job(in: SystemdUnit.collectService(job, into: store).text)
        #expect(back?.arguments == server + ["--db", name])
    }

    @Test("the second is the same every time, in its range, and spread over machines and sources")
    func spread() {
        let seconds = (0..<200).map { StartDelay.seconds(host: "host\($0)", source: .standard) }
        #expect(seconds == (0..<200).map { StartDelay.seconds(host: "host\($0)", source: .standard) })
        #expect(Set(seconds) == Set(StartDelay.least...StartDelay.most))
        #expect(
            Set((0..<200).map { StartDelay.seconds(host: "h", source: SourceID(name: "\($0)", metric: "m")) }).count
                > 20)
    }
}

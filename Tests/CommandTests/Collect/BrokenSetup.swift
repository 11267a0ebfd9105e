import Archive
import Foundation
import SQLiteStore
import TestSupport

/// A way in which a set-up is broken, and what the doctor must say of it.
struct BrokenSetup: CustomStringConvertible, Sendable {
    let description: String
    let check: String
    var verdict = "problem"
    /// In what it says to do.
    let remedy: String
    let breaking: @Sendable (DoctorBench) throws -> Void

    static let all = [
        BrokenSetup(description: "the server is down", check: "server", remedy: "check the server's URL") { bench in
            let down = try DeadPort(.refusing)
            bench.companions.append(down)
            bench.options = ["--prometheus-url", "http://127.0.0.1:\(down.port)"]
        },
        BrokenSetup(
            description: "a login page instead of a server", check: "server", remedy: "the Prometheus server itself"
        ) {
            bench in
            let server = try CannedServer { _ in .text("<html><body>Please log in</body></html>") }
            bench.companions.append(server)
            bench.options = ["--prometheus-url", server.url]
        },
        BrokenSetup(
            description: "another metric than the server has", check: "metric",
            remedy: "--metric-name vllm:e2e_request_latency_seconds --model-label model_name (vLLM)"
        ) { $0.options += ["--metric-name", "llm_latency_seconds"] },
        BrokenSetup(description: "a gauge", check: "metric", remedy: "--metric-name") {
            $0.options += ["--metric-name", "temperature_celsius"]
        },
        BrokenSetup(description: "a selector that matches nothing", check: "metric", remedy: "--selector") {
            try $0.forget()
            $0.options += ["--selector", #"job="nope""#]
        },
        BrokenSetup(description: "the wrong label", check: "model label", remedy: "--model-label model_name") {
            $0.options += ["--metric-name", "vllm:e2e_request_latency_seconds", "--model-label", "model"]
        },
        BrokenSetup(description: "rare scrapes", check: "scrape interval", remedy: "scrape_interval") {
            $0.options += ["--metric-name", "rare_seconds"]
        },
        BrokenSetup(
            description: "targets that are stored twice", check: "metric", verdict: "warning",
            remedy: #"--selector 'cluster=""'"#
        ) { $0.options += ["--metric-name", "doubled_seconds"] },
        BrokenSetup(description: "a wrong clock", check: "clock", remedy: "timedatectl set-ntp true") { bench in
            let url = RecentServer.url
            let server = try CannedServer { request in
                guard request.field("query") == "vector(time())" else { return .forwarded(request, to: url) }
                let time = Int(Date().timeIntervalSince1970) + 120
                return .json(
                    #"{"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[\#(time),"\#(time)"]}]}}"#
                )
            }
            bench.companions.append(server)
            bench.options = ["--prometheus-url", server.url]
        },
        BrokenSetup(description: "no archive", check: "archive", remedy: "metricsctl schedule install") {
            $0.archive = $0.folder.path("data/other.db")
        },
        BrokenSetup(description: "a read-only disk", check: "archive writable", remedy: "mounted read-only") {
            $0.preparation =
                "mount --bind '\($0.folder.path("data"))' '\($0.folder.path("data"))'"
                + " && mount -o remount,ro,bind '\($0.folder.path("data"))'"
        },
        BrokenSetup(description: "a damaged archive", check: "archive whole", remedy: "restore it from a backup") {
            bench in
            let file = try FileHandle(forUpdating: URL(fileURLWithPath: bench.archive))
            let pages = Int(try file.seekToEnd()) / 16_384
            for page in 2..<pages {
                try file.seek(toOffset: UInt64(page * 16_384))
                try file.write(contentsOf: Data(repeating: 0x5A, count: 16_384))
            }
            try file.close()
        },
        // Nothing that SQLite would notice.
        BrokenSetup(
            description: "a damaged window", check: "archive whole", remedy: "metricsctl archive verify names all"
        ) { try $0.sqlite("update hot set body = x'00ff' where key = (select max(key) from hot)") },
        BrokenSetup(
            description: "a damaged sealed day", check: "archive whole", remedy: "metricsctl archive verify names all"
        ) { bench in
            let archive = try Archive(updatingAt: bench.archive)
            let later = Int(Date().timeIntervalSince1970) + 2 * 86_400
            for source in try archive.sources() { try archive.seal(of: source, at: later) }
            try bench.sqlite("update chunk set body = substr(body, 1, length(body) - 1)")
        },
        BrokenSetup(description: "a full disk", check: "disk", remedy: "make room") {
            let data = $0.folder.path("data")
            $0.preparation =
                "cp '\($0.archive)' /run/kept && mount -t tmpfs -o size=8m tmpfs '\(data)' && cp /run/kept '\($0.archive)'"
        },
        BrokenSetup(description: "nothing scheduled", check: "schedule", remedy: "metricsctl schedule install") {
            try $0.editCrontab("d")
            try $0.forget()
            try $0.collect(minutesAgo: 40)
        },
        BrokenSetup(description: "no cron daemon", check: "schedule", remedy: "systemctl start cron") {
            $0.hasCron = false
        },
        BrokenSetup(description: "the program moved away", check: "schedule", remedy: "metricsctl schedule install") {
            try $0.editCrontab("s|/[^ ]*/metricsctl collect|/nope/metricsctl collect|")
        },
        BrokenSetup(description: "the log's folder is gone", check: "schedule", remedy: "mkdir -p /nope") {
            try $0.editCrontab("s|2>>.*|2>>/nope/collect.log|")
        },
        BrokenSetup(description: "marks that are no pair", check: "schedule", remedy: "crontab -e") {
            try $0.editCrontab("/^# END/d")
        },
        BrokenSetup(description: "the last run failed", check: "last run", remedy: "metricsctl runs --failed") {
            bench in
            let down = try DeadPort(.refusing)
            try bench.collect("--prometheus-url", "http://127.0.0.1:\(down.port)")
        },
        BrokenSetup(description: "no run for long", check: "last run", remedy: "the schedule") {
            try $0.forget()
            try $0.collect(minutesAgo: 40)
        },
        BrokenSetup(description: "no run ever", check: "last run", remedy: "metricsctl collect --verbose") {
            try $0.forget()
        },
        BrokenSetup(
            description: "windows are missing", check: "retention", verdict: "warning", remedy: "metricsctl collect"
        ) { try $0.collect(minutesAgo: 50) },
        BrokenSetup(description: "another selector than was collected with", check: "source", remedy: "--source NAME") {
            $0.options += ["--selector", #"job="api""#]
        },
        BrokenSetup(
            description: "an unknown time zone", check: "time zone", verdict: "warning", remedy: "/usr/share/zoneinfo"
        ) { $0.environment["TZ"] = "Asia/Nowhere" },
        BrokenSetup(description: "serve is down", check: "serve", remedy: "metricsctl serve") { bench in
            let down = try DeadPort(.refusing)
            bench.companions.append(down)
            bench.doctorOptions = ["--serve-url", "http://127.0.0.1:\(down.port)"]
        },
        BrokenSetup(
            description: "serve has another archive", check: "serve", verdict: "warning", remedy: "the same --db"
        ) { bench in
            let sample = try SampleArchive()
            let server = try ServedProgram(archive: sample.path)
            bench.companions += [sample, server]
            bench.doctorOptions = ["--serve-url", "http://127.0.0.1:\(server.port)"]
        },
    ]
}

import Archive
import Foundation
import Glibc
import Latency
import SQLiteStore
import TestSupport
import Testing

/// An archive that is collected from its first day to its last, in runs eight hours apart, each sealing what has ended and
/// keeping the hours alone of what is older than two days.
final class CrashCourse {
    static let days = 4
    /// 2025-10-01T00:00:00Z, in seconds since 1970 UTC.
    private static let start = 1_759_276_800
    private static let step = 8 * 3600

    struct Tally {
        var collections = 0
        var backups = 0
        /// How often a kill left a journal to be rolled back.
        var inTransaction = 0
        var kills: Int { collections + backups }

        mutating func add(_ other: Tally) {
            collections += other.collections
            backups += other.backups
            inTransaction += other.inTransaction
        }
    }

    /// What an hour has, whether its windows are kept or not.
    struct Hour: Equatable {
        var windows = 0
        var models: [Name: ModelWindow] = [:]
    }

    private let folder: TemporaryFolder
    private let server: String
    private var now = CrashCourse.start + CrashCourse.step
    private(set) var tally = Tally()
    /// The longest undisturbed run, in seconds.
    private(set) var slowest = 0.0
    private var stored: [Int: Hour] = [:]
    private var path: String { folder.path("metrics.db") }
    private var copy: String { folder.path("copy.db") }

    init(server: String) throws {
        self.server = server
        folder = try TemporaryFolder()
    }

    /// Whether the last run has gone well.
    var isOver: Bool { get throws { now > Self.start + Self.days * 86_400 } }

    /// One run, killed at a random moment within so many seconds if it has not ended by then, or just after it has begun
    /// to write; every third time beside a backup that is killed, too. Then looks at what is left.
    func collect(killedWithin seconds: Double?) throws {
        let collection = try launch(
            ["collect", "--at", Date(timeIntervalSince1970: Double(now)).formatted(.iso8601), "--verbose"]
                + ["--prometheus-url", server, "--metric-name", "latency_seconds", "--retention", "2d"],
            "collect")
        let disturbed = seconds != nil && Int.random(in: 0..<3) == 0 && FileManager.default.fileExists(atPath: path)
        let backup = try disturbed ? launch(["archive", "backup", copy], "backup") : nil
        let began = Date()
        if let seconds {
            if let backup { kill(backup, atRandomWithin: seconds / 4) }
            if Bool.random() { waitForWriting(by: collection) }
            kill(collection, atRandomWithin: Bool.random() ? seconds : seconds / 20)
        }
        let wasKilled = ended(collection)
        if seconds == nil { slowest = max(slowest, Date().timeIntervalSince(began)) }
        if wasKilled { tally.collections += 1 }
        if let backup, ended(backup) { tally.backups += 1 }
        try look(finished: !wasKilled)
        if !wasKilled { now += Self.step }
    }

    private func kill(_ process: Process, atRandomWithin seconds: Double) {
        usleep(UInt32(Double.random(in: 0..<seconds) * 1e6))
        if process.isRunning { Glibc.kill(process.processIdentifier, SIGKILL) }
    }

    /// Returns when a transaction has begun to write: random moments alone would seldom meet one.
    private func waitForWriting(by process: Process) {
        while process.isRunning, journalLength == 0 { usleep(100) }
    }

    private var journalLength: Int {
        (try? FileManager.default.attributesOfItem(atPath: path + "-journal")[.size] as? Int) ?? 0
    }

    private func launch(_ arguments: [String], _ name: String) throws -> Process {
        try Program.metricsctl().launch(
            arguments + ["--db", path], stdout: folder.url.appending(path: "\(name).out"),
            stderr: folder.url.appending(path: "\(name).err"))
    }

    /// Whether it was killed; otherwise it must have gone well, but for a backup of nothing.
    private func ended(_ process: Process) -> Bool {
        process.waitUntilExit()
        return process.terminationReason == .uncaughtSignal
    }

    private func look(finished: Bool) throws {
        if journalLength > 0 { tally.inTransaction += 1 }
        let told = try String(contentsOf: folder.url.appending(path: "collect.err"), encoding: .utf8)
        for line in told.split(separator: "\n") { #expect(line.hasPrefix("stored ")) }
        guard let archive = try sound(path) else {
            #expect(stored.isEmpty && told.isEmpty && !finished)
            return
        }
        let found = try hours(of: archive)
        for (time, hour) in stored {
            let now = found[time] ?? Hour()
            #expect(now.windows >= hour.windows && (now.windows > hour.windows || now == hour))
        }
        stored = found
        // What it said was stored: the newest windows come first.
        if finished || !told.isEmpty {
            let source = try #require(try archive.sources().first)
            #expect(try archive.newestWindow(of: source).value?.end == now)
        }
        guard FileManager.default.fileExists(atPath: copy) else { return }
        let backup = try #require(try sound(copy))
        for (time, hour) in try hours(of: backup) where hour.windows == found[time]?.windows {
            #expect(hour == found[time])
        }
        try FileManager.default.removeItem(atPath: copy)
    }

    /// Nil where a kill came before the file was made.
    private func sound(_ path: String) throws -> Archive? {
        do {
            let archive = try Archive(readingAt: path)
            #expect(try Verification.findings(in: archive) == [])
            return archive
        } catch ArchiveError.missing {
            return nil
        }
    }

    func hours() throws -> [Int: Hour] { try hours(of: Archive(readingAt: path)) }

    private func hours(of archive: Archive) throws -> [Int: Hour] {
        guard let source = try archive.sources().first, let oldest = try archive.oldestWindow(of: source).value,
            let newest = try archive.newestWindow(of: source).value
        else { return [:] }
        var hours: [Int: Hour] = [:]
        _ = try archive.forEachStretch(
            of: source, in: oldest...newest, newestFirst: false,
            stepEnd: { Window(endedAt: ($0.end + 3599) / 3600 * 3600) },
            { stretch in
                let time = (stretch.last.end + 3599) / 3600 * 3600
                hours[time, default: Hour()].windows += stretch.windows
                for value in stretch.models {
                    let earlier = hours[time]?.models[value.model]
                    hours[time]?.models[value.model] = earlier?.merged(with: value) ?? value
                }
                return true
            })
        return hours
    }

    /// A real Prometheus that has seen two models every two and a half minutes of all days.
    static func server() throws -> PrometheusServer {
        var lines = ["# TYPE latency_seconds histogram"]
        for model in ["gpt-4", "mistral"] {
            var random = SplitMix64(seed: UInt64(model.utf8.count))
            var (low, all, sum) = (0, 0, 0.0)
            for time in stride(from: start, through: start + days * 86_400, by: 150) {
                let (quick, slow) = (Int.random(in: 0..<90, using: &random), Int.random(in: 0..<9, using: &random))
                (low, all, sum) = (low + quick, all + quick + slow, sum + Double(quick) * 0.25 + Double(slow) * 2)
                let labels = "instance=\"a\",model=\"\(model)\""
                for (le, count) in [("0.5", low), ("+Inf", all)] {
                    lines.append("latency_seconds_bucket{\(labels),le=\"\(le)\"} \(count) \(time)")
                }
                lines.append("latency_seconds_count{\(labels)} \(all) \(time)")
                lines.append("latency_seconds_sum{\(labels)} \(sum) \(time)")
            }
        }
        let folder = try TemporaryFolder()
        let file = folder.url.appending(path: "history.om")
        try Data((lines + ["# EOF\n"]).joined(separator: "\n").utf8).write(to: file)
        return try PrometheusServer(history: file)
    }
}

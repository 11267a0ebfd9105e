import Archive
import Foundation
import HTTPClient
import Latency
import Prometheus
import SQLiteStore
import TestSupport
import Testing

@testable import Notify
@testable import Questions

/// An archive in which several models are slow, and a program that is told of them.
struct Pager {
    static let newest = 1_760_679_000

    let folder: TemporaryFolder
    let archive: Archive
    let source: Source
    var script: String { folder.path("page") }

    init() throws {
        folder = try TemporaryFolder()
        archive = try Archive(creatingAt: folder.path("metrics.db"))
        source = try archive.source(
            SourceDescription(
                name: "default", metric: "m_seconds", url: "http://localhost:9090", selector: "", modelLabel: "model",
                unit: .seconds))
    }

    /// Three windows up to `end` of these models, each with 100 requests of 200 to 400 ms, or of less than 100.
    func collect(_ models: [Name], slow: Bool = true, until end: Int = newest) throws {
        let layout = try #require(BucketLayout(upperBounds: [0.1, 0.2, 0.4]))
        let part = try #require(Histogram.Part(layout: layout, counts: slow ? [0, 0, 100, 0] : [100, 0, 0, 0]))
        let values = models.map {
            ModelWindow(model: $0, quality: .exact, histogram: Histogram(part, sumMicroseconds: nil))
        }
        let windows = (0..<3).map { CollectedWindow(window: Window(endedAt: end - 300 * $0), models: values) }
        try archive.commit(windows.reversed(), run: nil, of: source)
    }

    /// Has the program write the model that it is told of, and its state, into a file; then does what `body` says.
    func install(_ body: String = "") throws {
        let text = "#!/bin/sh\necho \"$1 $2\" >>'\(folder.path("told"))'\n\(body)\n"
        // Another process writes the program: one that this process has open, which a test beside this one may hand on to
        // a child for a moment, can't be started.
        try text.write(toFile: script + ".text", atomically: true, encoding: .utf8)
        _ = try Program(URL(fileURLWithPath: "/usr/bin/install")).run("-m", "755", script + ".text", script)
    }

    /// What the program was told, in order.
    var told: [String] {
        let text = (try? String(contentsOfFile: folder.path("told"), encoding: .utf8)) ?? ""
        return text.split(separator: "\n").map(String.init)
    }

    /// What could not be sent while a notifier with these targets told all it had to.
    ///
    /// - Parameter seconds: how long that may take, on a clock that goes on by a second with each notice that the program
    ///   is told, and stands still otherwise.
    @discardableResult
    func tell(
        _ targets: String, at now: Int = newest, within seconds: Int = 60, stopped: Bool = false
    ) throws -> [NotifyError] {
        let (start, before) = (ContinuousClock.now, told.count)
        let timeBudget = Allowance(until: start + .seconds(seconds), now: { start + .seconds(told.count - before) })
        var failures: [NotifyError] = []
        let notifier = Notifier(
            settings: try NotifySettings("p95-critical 300ms\n" + targets, path: "x"),
            transport: try CurlTransport(userAgent: "metricsctl/test"), zone: .utc, isInterrupted: { stopped },
            onFailure: { failures.append($0) })
        try notifier.tell(of: source, in: archive, now: now, within: timeBudget)
        return failures
    }
}

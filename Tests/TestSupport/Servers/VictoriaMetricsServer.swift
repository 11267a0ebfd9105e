import Foundation

/// A real VictoriaMetrics on loopback, over a store of its own, stopped and removed with the value.
package final class VictoriaMetricsServer: Sendable {
    package let url: String
    private let folder: TemporaryFolder
    private let process: Process

    /// A server that has all of an OpenMetrics file as history.
    package convenience init(history: URL) throws {
        try self.init()
        try load(history)
    }

    /// A server that has all of a file of lines as history, as its own import in JSON wants them.
    package convenience init(json: URL) throws {
        try self.init()
        try load(json, by: "/api/v1/import")
    }

    /// A server with a history that comes in pieces.
    ///
    /// - Parameter run: runs a shell command for each of them, which takes the path of a file of OpenMetrics as `$0`.
    package convenience init(storing run: (_ command: String) throws -> Void) throws {
        try self.init()
        try run(#"sed -E "\#(Self.conversion)" "$0" | curl -sSf -X POST -T - \#(url)/api/v1/import/prometheus"#)
        guard try curl(["\(url)/internal/force_flush"]).exitCode == 0 else {
            throw StartFailure(said: "it does not take the history")
        }
    }

    private init() throws {
        folder = try TemporaryFolder()
        let port = try FreePort.find()
        url = "http://127.0.0.1:\(port)"
        let log = folder.url.appending(path: "log")
        process = try Program(Checkout.tools("victoria-metrics").appending(path: "victoria-metrics")).launch(
            ["-storageDataPath=\(folder.path("data"))", "-retentionPeriod=20y", "-httpListenAddr=127.0.0.1:\(port)"],
            stdout: folder.url.appending(path: "stdout"), stderr: log)
        try waitUntilReady(log)
    }

    deinit {
        process.terminate()
        process.waitUntilExit()
    }

    /// OpenMetrics has seconds with three decimals where this import wants milliseconds.
    private static let conversion = #"/^#/d; s/ ([0-9]+)\.([0-9]{3})$/ \1\2/; s/ ([0-9]{10})$/ \1000/"#

    /// Stores all of an OpenMetrics file: once more what it has already, as it does not look whether it has.
    package func load(_ history: URL) throws {
        let samples = folder.url.appending(path: "samples.txt")
        let convert = try Program(URL(fileURLWithPath: "/usr/bin/sed")).launch(
            ["-E", Self.conversion, history.path],
            stdout: samples, stderr: folder.url.appending(path: "sed"))
        convert.waitUntilExit()
        try load(samples, by: "/api/v1/import/prometheus")
        try FileManager.default.removeItem(at: samples)
    }

    private func load(_ samples: URL, by path: String) throws {
        for request in [["--data-binary", "@\(samples.path)", url + path], ["\(url)/internal/force_flush"]] {
            guard try curl(request).exitCode == 0 else { throw StartFailure(said: "it does not take the history") }
        }
    }

    private func waitUntilReady(_ log: URL) throws {
        for _ in 0..<600 {
            guard process.isRunning else { break }
            if try curl(["\(url)/health"]).exitCode == 0 { return }
            usleep(100_000)
        }
        throw StartFailure(said: (try? String(contentsOf: log, encoding: .utf8)) ?? "")
    }

    private func curl(_ arguments: [String]) throws -> Program.Result {
        try Program(URL(fileURLWithPath: "/usr/bin/curl")).run(["-sf"] + arguments)
    }

    package struct StartFailure: Error, CustomStringConvertible {
        let said: String
        package var description: String {
            "victoria-metrics did not start; scripts/setup unpacks it. It said: \(said)"
        }
    }
}

import Foundation

/// A real Prometheus on loopback, over a store of its own, stopped and removed with the value.
package final class PrometheusServer: Sendable {
    package let url: String
    private let folder: TemporaryFolder
    private let process: Process

    /// A server that has all of an OpenMetrics file as history.
    package convenience init(history: URL, options: [String] = []) throws {
        let folder = try TemporaryFolder()
        let store = folder.path("data")
        let promtool = Program(Checkout.prometheusTools.appending(path: "promtool"))
        let blocks = try promtool.run("tsdb", "create-blocks-from", "openmetrics", "--quiet", history.path, store)
        guard blocks.exitCode == 0 else { throw StartFailure(what: "promtool", said: blocks.stderr) }
        try self.init(configuration: "global: {scrape_interval: 15s}\n", folder: folder, options: options)
    }

    /// A server with a history that comes in pieces.
    ///
    /// - Parameter run: runs a shell command for each of them, which takes the path of a file of OpenMetrics as `$0`.
    package convenience init(storing run: (_ command: String) throws -> Void) throws {
        let folder = try TemporaryFolder()
        let promtool = Checkout.prometheusTools.appending(path: "promtool").path
        try run(#"\#(promtool) tsdb create-blocks-from openmetrics --quiet "$0" \#(folder.path("data"))"#)
        try self.init(configuration: "global: {scrape_interval: 15s}\n", folder: folder)
    }

    /// A server that knows native histograms and has what remote-write requests tell as history.
    ///
    /// - Parameter requests: their bodies, oldest samples first: the server takes none much older than its newest.
    package convenience init(pushing requests: [URL]) throws {
        try self.init(
            configuration: "global: {scrape_interval: 15s}\n", folder: try TemporaryFolder(),
            options: ["--enable-feature=native-histograms", "--web.enable-remote-write-receiver"])
        for request in requests {
            let answer = try Program(URL(fileURLWithPath: "/usr/bin/curl")).run(
                "-sS", "-w", "%{http_code}", "-H", "Content-Encoding: snappy", "-H",
                "Content-Type: application/x-protobuf", "-H", "X-Prometheus-Remote-Write-Version: 0.1.0",
                "--data-binary", "@\(request.path)", "\(url)/api/v1/write")
            guard answer.stdout == "204" else {
                throw StartFailure(what: "remote write", said: answer.stdout + answer.stderr)
            }
        }
    }

    /// A server with this prometheus.yml.
    package init(configuration: String, folder: TemporaryFolder, options: [String] = []) throws {
        self.folder = folder
        let file = folder.url.appending(path: "prometheus.yml")
        try configuration.write(to: file, atomically: true, encoding: .utf8)
        let port = try FreePort.find()
        url = "http://127.0.0.1:\(port)"
        let log = folder.url.appending(path: "log")
        process = try Program(Checkout.prometheusTools.appending(path: "prometheus")).launch(
            [
                "--config.file=\(file.path)", "--storage.tsdb.path=\(folder.path("data"))",
                "--storage.tsdb.retention.time=10y", "--web.listen-address=127.0.0.1:\(port)",
            ] + options, stdout: folder.url.appending(path: "stdout"), stderr: log)
        try waitUntilReady(log)
    }

    deinit {
        process.terminate()
        process.waitUntilExit()
    }

    private func waitUntilReady(_ log: URL) throws {
        for _ in 0..<600 {
            guard process.isRunning else { break }
            if let answer = try? get("-/ready"), answer.contains("Ready") { return }
            usleep(100_000)
        }
        throw StartFailure(what: "prometheus", said: (try? String(contentsOf: log, encoding: .utf8)) ?? "")
    }

    private func get(_ path: String) throws -> String {
        try Program(URL(fileURLWithPath: "/usr/bin/curl")).run("-sf", "\(url)/\(path)").stdout
    }

    /// The value of every series of an instant query, by the value of one label. Asked with curl and read by
    /// Foundation, so that nothing of ours has a part in it.
    package func values(of query: String, at time: Int, by label: String) throws -> [String: Double] {
        let curl = Program(URL(fileURLWithPath: "/usr/bin/curl"))
        let answer = try curl.run(
            "-sf", "--data-urlencode", "query=\(query)", "--data", "time=\(time)", "\(url)/api/v1/query")
        let parsed = try JSONSerialization.jsonObject(with: Data(answer.stdout.utf8)) as? [String: Any]
        let data = parsed?["data"] as? [String: Any]
        var values: [String: Double] = [:]
        for one in data?["result"] as? [[String: Any]] ?? [] {
            let labels = one["metric"] as? [String: String] ?? [:]
            let sample = one["value"] as? [Any] ?? []
            values[labels[label] ?? ""] = (sample.last as? String).flatMap(Double.init)
        }
        return values
    }

    package struct StartFailure: Error, CustomStringConvertible {
        let what: String
        let said: String
        package var description: String { "\(what) did not work; scripts/setup unpacks it. It said: \(said)" }
    }
}

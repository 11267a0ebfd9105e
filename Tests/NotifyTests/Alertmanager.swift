import Foundation
import Glibc
import TestSupport

/// A real Alertmanager on loopback, stopped and removed with the value.
final class Alertmanager {
    /// What it shows of an alert.
    struct Alert: Decodable, Equatable {
        struct Status: Decodable, Equatable { let state: String }
        let labels: [String: String]
        let annotations: [String: String]
        let startsAt: String
        let status: Status
    }

    let url: String
    private let folder = try? TemporaryFolder()
    private let process: Process

    init() throws {
        guard let folder else { throw StartFailure(said: "no folder") }
        let file = folder.url.appending(path: "alertmanager.yml")
        try "{route: {receiver: none}, receivers: [{name: none}]}".write(to: file, atomically: true, encoding: .utf8)
        let port = try FreePort.find()
        url = "http://127.0.0.1:\(port)"
        let log = folder.url.appending(path: "log")
        let package = Checkout.tools("prometheus-alertmanager")
        // Debian's build reads templates from /usr/share, where an unpacked package has none: in a name space of its own
        // the package's are laid over what is there.
        process = try Program(URL(fileURLWithPath: "/usr/bin/unshare")).launch(
            [
                getuid() == 0 ? "-m" : "-rm", "sh", "-c",
                #"mount -t overlay overlay -o "lowerdir=$1/../share:/usr/share" /usr/share && shift && exec "$@""#,
                "sh", package.path, package.appending(path: "prometheus-alertmanager").path,
                "--config.file=\(file.path)", "--storage.path=\(folder.path("data"))", "--cluster.listen-address=",
                "--web.listen-address=127.0.0.1:\(port)",
            ], stdout: folder.url.appending(path: "stdout"), stderr: log)
        for _ in 0..<600 where process.isRunning {
            if let answer = try? get("/-/ready"), answer.contains("OK") { return }
            usleep(100_000)
        }
        throw StartFailure(said: (try? String(contentsOf: log, encoding: .utf8)) ?? "")
    }

    deinit {
        process.terminate()
        process.waitUntilExit()
    }

    /// All alerts that have not ended.
    func alerts() throws -> [Alert] {
        try JSONDecoder().decode([Alert].self, from: Data(get("/api/v2/alerts").utf8))
    }

    private func get(_ path: String) throws -> String {
        try Program(URL(fileURLWithPath: "/usr/bin/curl")).run("-sf", url + path).stdout
    }

    struct StartFailure: Error, CustomStringConvertible {
        let said: String
        var description: String { "alertmanager did not start; scripts/setup unpacks it. It said: \(said)" }
    }
}

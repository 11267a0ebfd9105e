import Foundation
import TestSupport
import Testing

@Suite("A live fleet with native histograms")
struct NativeScrapeTests {
    @Test("is scraped by a real Prometheus, which has the counts that the replicas show as text")
    func scraped() throws {
        let folder = try TemporaryFolder()
        let port = try FreePort.find()
        let start = Int(Date().timeIntervalSince1970) - 3600
        let live = try Program.modelsim().launch(
            [
                "serve", "--port", "\(port)", "--start", "\(start)", "--models", "3", "--profile", "calm",
                "--native-from", "\(start)",
            ], stdout: folder.url.appending(path: "out"), stderr: folder.url.appending(path: "err"))
        defer {
            live.terminate()
            live.waitUntilExit()
        }
        let configuration = try Program.modelsim().run("config", "--port", "\(port)", "--scrape-interval", "1").stdout
        let prometheus = try PrometheusServer(
            configuration: configuration, folder: folder, options: ["--enable-feature=native-histograms"])

        let query = "histogram_count(request_duration_seconds)"
        var scraped: [String: Double] = [:]
        for _ in 0..<600 where scraped.count < 6 {
            scraped = try prometheus.values(of: query, at: Int(Date().timeIntervalSince1970), by: "instance")
            usleep(100_000)
        }
        #expect(scraped.count == 6)
        for (instance, count) in scraped {
            let text = try Program(URL(fileURLWithPath: "/usr/bin/curl")).run(
                "-sf", "http://127.0.0.1:\(port)/replicas/\(instance)/metrics"
            ).stdout
            let line = try #require(text.split(separator: "\n").first { $0.contains("_duration_seconds_count{") })
            let now = try #require(line.split(separator: " ").last.flatMap { Double($0) })
            // The text is newer.
            #expect(count > 0 && count <= now && now <= count + 1000, "\(instance)")
        }
        let quantiles = try prometheus.values(
            of: "histogram_quantile(0.5, request_duration_seconds)", at: Int(Date().timeIntervalSince1970),
            by: "instance")
        #expect(quantiles.count == 6 && quantiles.values.allSatisfy { $0 > 0.01 && $0 < 10 })
    }
}

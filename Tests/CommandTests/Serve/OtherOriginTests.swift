import Foundation
import TestSupport
import Testing

/// Front ends that were written for the API before this one: pages of another origin, in a real browser.
@Suite(.serialized) struct OtherOriginTests {
    /// What such pages do with the answers, on a page that holds nothing but the place for it.
    private func shown(by script: String, from server: ServedProgram) throws -> [String] {
        let page = """
            <!DOCTYPE html><meta charset="utf-8"><link rel="icon" href="data:,"><div id="metrics-container"></div><script>
            \(script.replacing("ORIGIN", with: "http://localhost:\(server.port)"))
            </script>
            """
        let host = try CannedServer { _ in
            CannedResponse(headers: [("Content-Type", "text/html")], body: Array(page.utf8))
        }
        let browser = try Browser()
        try browser.open(host.url)
        try browser.wait(until: "document.querySelectorAll('#metrics-container > *').length == 2")
        #expect(try browser.complaints() == [])
        return try browser.texts("[...document.querySelectorAll('#metrics-container > *')].map(e => e.innerText)")
    }

    @Test("a status.js that reads `data`, writes each p95 with toFixed and judges it by thresholds works")
    func statusScript() throws {
        let sample = try SampleArchive(newest: Int(Date().timeIntervalSince1970) / 300 * 300)
        let server = try ServedProgram(archive: sample.path)
        let lines = try shown(
            by: """
                async function load() {
                    const answer = await (await fetch("ORIGIN/api/metrics/p95/")).json();
                    if (answer.status === "success") answer.data.forEach(show);
                }
                function show(metric) {
                    const p95 = metric.p95_latency_ms;
                    const state = p95 < 100 ? "양호" : p95 < 200 ? "주의" : "위험";
                    const line = document.createElement("div");
                    line.innerHTML = `${metric.model} P95: ${p95.toFixed(2)}ms ${state}`;
                    document.getElementById("metrics-container").appendChild(line);
                }
                setInterval(load, 5 * 60 * 1000);
                load();
                """, from: server)
        #expect(lines == ["gpt-4 P95: 195.00ms 주의", "한국어 모델/a+b P95: 400.00ms 위험"])
    }

    @Test("a component that maps `data` to elements by `model`, with headers of its own, works")
    func component() throws {
        let sample = try SampleArchive(newest: Int(Date().timeIntervalSince1970) / 300 * 300)
        let server = try ServedProgram(archive: sample.path)
        let lines = try shown(
            by: """
                fetch("ORIGIN/api/metrics/p95/", { headers: { "X-Requested-With": "fetch", "Cache-Control": "no-cache" } })
                    .then((response) => response.json())
                    .then((answer) => {
                        const list = document.getElementById("metrics-container");
                        list.replaceChildren(...answer.data.map((metric) => {
                            const line = document.createElement("div");
                            line.textContent = `${metric.model}: ${metric.p95_latency_ms}ms`;
                            return line;
                        }));
                    });
                """, from: server)
        #expect(lines == ["gpt-4: 195ms", "한국어 모델/a+b: 400ms"])
    }
}

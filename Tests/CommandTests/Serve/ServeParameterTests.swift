import Foundation
import TestSupport
import Testing

/// What is behind the question mark of an address.
@Suite struct ServeParameterTests {
    /// What p95 and all take.
    private static let ofP95 =
        "only at, by, format, measure, merge_models, merge_sources, metric_name, model_name, source, where"

    private let sample: SampleArchive
    private let server: ServedProgram

    init() throws {
        sample = try SampleArchive()
        server = try ServedProgram(archive: sample.path)
    }

    @Test(
        "a parameter that there is not is refused, with the one that was meant",
        arguments: [
            ("/api/metrics/history/?hour=720", "hour", ": did you mean hours?"),
            ("/api/metrics/p95/?model=x", "model", ": did you mean model_name?"),
            ("/api/metrics/?hours=1", "hours", ", \(ServeParameterTests.ofP95)"),
            (
                "/api/models/?step=5m", "step",
                ", only at, by, format, from, hours, measure, merge_sources, metric_name, model_name, period, source, to, where"
            ),
            ("/metrics?source=x", "source", ", and no other"),
            ("/badge.svg?model=x", "model", ": did you mean model_name?"),
            ("/model?name=a&hour=2", "hour", ": did you mean hours?"), ("/?sor=x", "sor", ": did you mean sort?"),
            ("/api/metrics/p95/?%61t2=1", "at2", ": did you mean at?"),
            ("/api/metrics/p95/?%61t99999=1", "at99999", ", \(ServeParameterTests.ofP95)"),
        ])
    func unknown(target: String, name: String, rest: String) throws {
        let reply = try server.request(target)
        #expect(reply.status == 400)
        let body = try JSONSerialization.jsonObject(with: Data(reply.body.utf8)) as? [String: String]
        #expect(body == ["status": "error", "message": "there is no parameter \"\(name)\" here\(rest)"])
    }

    @Test("what front ends add against caches changes nothing, and neither does anything about files and probes")
    func ignored() throws {
        let plain = try server.request("/api/metrics/p95/?at=2025-10-18")
        let busted = try server.request("/api/metrics/p95/?at=2025-10-18&_=1760679000")
        #expect(plain.status == 200 && plain.body == busted.body)
        for target in ["/page.css?v=2", "/healthz?probe=1", "/readyz?x", "/openapi.json?x=1"] {
            #expect(try server.request(target).status == 200)
        }
    }

    @Test(
        "CSV has the bytes that the command prints, and its own type", arguments: ["p95", "all", "history", "health"])
    func csv(question: String) throws {
        let at = "2025-10-17T14:32:30+09:00"
        let path = ["p95": "/api/metrics/p95/", "all": "/api/metrics/", "history": "/api/metrics/history/"]
        let target = "\(path[question] ?? "/api/health/")?format=csv&at=\(at.replacing("+", with: "%2B"))"
        let command = try MetricsctlRun([question, "--db", sample.path, "--format", "csv", "--at", at])
        let reply = try server.request(target)
        #expect(reply.headers["content-type"] == "text/csv; charset=utf-8; header=present")
        #expect(reply.body == command.output && reply.body.contains("\r\n"))
        #expect(reply.status == 200)
    }

    @Test("other formats are refused", arguments: ["table", "plot", "xml", "", "CSV"])
    func badFormat(format: String) throws {
        let reply = try server.request("/api/metrics/p95/?format=\(format)")
        #expect(reply.status == 400 && reply.body.contains("format must be json or csv, got"))
        #expect(try server.request("/api/metrics/p95/?format=json&at=2025-10-18").status == 200)
    }
}

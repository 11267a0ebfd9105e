import Testing

@testable import Notify
@testable import Questions

@Suite struct NotifySettingsTests {
    @Test("a file of settings is read, comments and blanks aside")
    func all() throws {
        let settings = try NotifySettings(
            """
            # where
            command /usr/local/bin/page me
            webhook https://example.org/hook?key=1
              slack   https://hooks.slack.com/services/T/B/x\t
            alertmanager http://localhost:9093/am/

            ping https://hc-ping.com/1-2-3
            p95-warning 500ms
            p95-critical 2s
            for 20m
            min-requests 7
            failures 2
            """, path: "x")
        #expect(
            try settings.targets == [
                .command("/usr/local/bin/page me"), .webhook(#require(NotifyURL("https://example.org/hook?key=1"))),
                .slack(#require(NotifyURL("https://hooks.slack.com/services/T/B/x"))),
                .alertmanager(#require(NotifyURL("http://localhost:9093/am"))),
            ])
        #expect(settings.pings.count == 1)
        #expect(
            settings.rules
                == AlertRules(
                    condition: EvaluationRule(
                        limits: LatencyThresholds.above(warning: 500, critical: 2000), minimumRequests: 7, seconds: 1200
                    ),
                    failures: 2))
    }

    @Test(
        "a line that is not understood is named by its number and first word, never by its value",
        arguments: [
            "webhook ftp://example.org", "webhook", "slack https://user:secret@example.org/", "command page-me",
            "for ever", "p95-warning 2", "min-requests 0", "failures x", "frobnicate secret", "webhook http://a/#b",
        ])
    func bad(line: String) throws {
        let key = String(line.prefix { $0 != " " })
        #expect(throws: NotifyError.badLine(path: "my.conf", number: 2, key: key)) {
            try NotifySettings("# first\n\(line)\n", path: "my.conf")
        }
    }

    @Test(
        "nor by more of an address that stands without a key than its beginning",
        arguments: [
            ("https://hooks.slack.com/services/secret", "https…"), ("slack=https://a.example/secret", "slack…"),
            ("hc-ping.com/secret", "hc-ping…"), ("\u{1B}[2J", "…"),
        ])
    func noKey(line: String, key: String) throws {
        #expect(throws: NotifyError.badLine(path: "my.conf", number: 1, key: key)) {
            try NotifySettings(line, path: "my.conf")
        }
    }

    @Test("an address below another keeps its query behind it")
    func below() throws {
        let url = try #require(NotifyURL("https://hc.example/ping/1?rid=2"))
        #expect(url.below("start").path == "ping/1/start?rid=2")
        #expect(try #require(NotifyURL("http://localhost:9093")).below("api/v2/alerts").path == "api/v2/alerts")
        #expect(url.origin.text == "https://hc.example")
    }
}

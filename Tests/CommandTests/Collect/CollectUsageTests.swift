import Foundation
import TestSupport
import Testing

/// A command line that is wrong: one line on stderr, a hint, exit 64, and no file is made.
@Suite struct CollectUsageTests {
    /// Arguments after the command, and what is said about them.
    struct WrongUsage: Sendable, CustomTestStringConvertible {
        let arguments: [String]
        let message: String
        let hint: String?

        init(_ arguments: [String], _ message: String, hint: String? = CollectUsageTests.help) {
            self.arguments = arguments
            self.message = message
            self.hint = hint
        }

        var testDescription: String { arguments.joined(separator: " ") }

        /// What is said where a span is not understood.
        static let span = "write a number and its unit: 24h or 7d"
    }

    static let help =
        "metricsctl collect --help has its options; an example: metricsctl collect --prometheus-url http://localhost:9090 "
        + "--backfill 7d"

    private static let cases = [
        WrongUsage(
            ["collect", "--at", "soon"], #"at must be a time like 2025-10-17T14:30:00+09:00, got "soon""#, hint: nil),
        WrongUsage(
            ["collect", "--at", "2999-01-01T00:00:00Z"], #"--at must not be in the future, got "2999-01-01T00:00:00Z""#),
        WrongUsage(
            ["collect", "--backfill", "0h"], "the value '0h' is invalid for '--backfill <time>'", hint: WrongUsage.span),
        WrongUsage(
            ["collect", "--backfill", "ever"], "the value 'ever' is invalid for '--backfill <time>'",
            hint: WrongUsage.span),
        WrongUsage(
            ["collect", "--backfill", "99999999999999999999d"],
            "the value '99999999999999999999d' is invalid for '--backfill <time>'", hint: WrongUsage.span),
        WrongUsage(
            ["collect", "--timeout", "0"], "--timeout must be more than 0 and at most 3600 seconds, got 0.0"),
        WrongUsage(
            ["collect", "--timeout", "nan"], "--timeout must be more than 0 and at most 3600 seconds, got nan"),
        WrongUsage(["collect", "--timeout", "long"], "the value 'long' is invalid for '--timeout <seconds>'"),
        WrongUsage(["collect", "--retries", "-1"], "missing value for '--retries <count>'"),
        WrongUsage(["collect", "--retries=101"], "--retries must be between 0 and 100, got 101"),
        WrongUsage(["collect", "--key", "client.key"], "--key needs --cert"),
        WrongUsage(
            ["collect", "--netrc", "netrc", "--bearer-token-file", "token"],
            "--bearer-token-file and --netrc cannot be combined"),
        WrongUsage(["collect", "--to", "2025-10-17T14:30:00Z"], "--to needs --from"),
        WrongUsage(
            ["collect", "--backfill", "1d", "--from", "2025-10-17T14:30:00Z"],
            "--backfill cannot be combined with --from and --to"),
        WrongUsage(
            ["collect", "--from", "2025-10-17T14:30:00Z", "--to", "2025-10-17T14:34:59Z"],
            "no window has ended between --from and --to"),
        WrongUsage(
            ["collect", "--from", "1970-01-02T00:00:00Z"], "--from and --to are more than ten years apart"),
        WrongUsage(["collect", "--frobnicate"], "unknown option '--frobnicate'"),
        WrongUsage(
            ["doctor", "--prometheus-url", "http://a:9090"], "unknown option '--prometheus-url'",
            hint: "options of collect stand behind --: metricsctl doctor -- --prometheus-url http://a:9090"),
        WrongUsage(
            ["schedule", "install", "--dry-run", "--prometheus-url", "http://a:9090"],
            "unknown option '--prometheus-url'",
            hint: "options of collect stand behind --: metricsctl schedule install --dry-run -- "
                + "--prometheus-url http://a:9090"),
        WrongUsage(["collect", "more"], "unexpected argument 'more'"),
        WrongUsage(["collect", "--metric-name", ""], "--metric-name must name a metric"),
        WrongUsage(["collect", "--source", ""], "--source must be a name"),
        WrongUsage(["collect", "--db", ""], "--db must name a file"),
        WrongUsage(["collect", "--model-label", "a b"], #"--model-label must be the name of a label, got "a b""#),
        WrongUsage(["collect", "--model-label", "le"], #"--model-label must be the name of a label, got "le""#),
        WrongUsage(
            ["collect", "--unit", "h"],
            "the value 'h' is invalid for '--unit <unit>': provide one of 's', 'ms', 'us' or 'ns'"),
        WrongUsage(
            ["collect", "--prometheus-url", "localhost:9090"], "the server's URL 'localhost:9090' has no scheme",
            hint: "try http://localhost:9090"),
        WrongUsage(
            ["collect", "--prometheus-url", "ftp://localhost"],
            "the server's URL has the scheme 'ftp': only http and https are supported",
            hint: "give it as in http://localhost:9090"),
        WrongUsage(
            ["collect", "--prometheus-url", ""], "the server's URL is empty",
            hint: "give it as in http://localhost:9090"),
    ]

    @Test("wrong usage is one line and exit 64, and makes no file", arguments: cases)
    func wrongUsage(_ usage: WrongUsage) throws {
        let home = try TemporaryFolder()
        let result = try Program.metricsctl(["HOME": home.url.path]).run(usage.arguments)
        expectComplaint(result, usage.message, hint: usage.hint, exitCode: 64)
        #expect(try FileManager.default.contentsOfDirectory(atPath: home.url.path).isEmpty)
    }

    @Test(
        "a URL with a password is refused, and the password is said nowhere",
        arguments: ["http://me:s3cret@localhost:9090", "http://me:12/s3cret@localhost", "http://s3cret@localhost/#x"])
    func password(url: String) throws {
        let home = try TemporaryFolder()
        for (environment, arguments) in [
            (["HOME": home.url.path], ["collect", "--prometheus-url", url]),
            (["HOME": home.url.path, "PROMETHEUS_URL": url], ["collect"]),
            (["HOME": home.url.path, "PROMETHEUS_URL": url], ["collect", "--dry-run", "--verbose"]),
        ] {
            let result = try Program.metricsctl(environment).run(arguments)
            expectComplaint(
                result, "the server's URL contains a user or password",
                hint: "credentials don't belong into a URL or crontab, where others can read them "
                    + "(write an @ of the path as %40)", exitCode: 64)
            #expect(!(result.stdout + result.stderr).contains("s3cret"))
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: home.url.path).isEmpty)
    }

    @Test("a token in a URL's query is refused, and said nowhere")
    func token() throws {
        let home = try TemporaryFolder()
        let result = try Program.metricsctl(["HOME": home.url.path])
            .run("collect", "--prometheus-url", "http://localhost:9090/?token=s3cret")
        expectComplaint(
            result, "the server's URL has a query or fragment (a part that begins with ? or #)",
            hint: "leave it out: the base URL ends with the host, the port or a path", exitCode: 64)
    }
}

import TestSupport
import Testing

/// What a server may answer to every request, and what a user hears of it.
struct BadAnswer: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let response: CannedResponse
    /// `URL` stands for the server's.
    let message: String
    let hint: String?
    let outcome: String

    init(_ name: String, _ response: CannedResponse, _ message: String, hint: String?, outcome: String) {
        testDescription = name
        self.response = response
        self.message = message
        self.hint = hint
        self.outcome = outcome
    }

    private static let page = "<!DOCTYPE html>\n<html>\n<head><title>Log in</title></head>\n</html>\n"
    private static let empty = #"{"status":"success","data":{"resultType":"matrix","result":[]}"#

    private static let askForAccess =
        "give what the server asks for: see --bearer-token-file, --netrc, --header-file and --cert"
    private static let checkQuery = "check --metric-name, --selector and --model-label; --dry-run prints the queries"
    private static let nothingLost = "nothing is lost: the next run fills the gap"
    private static let checkServer = "check that the URL is the Prometheus server itself and not a page in front of it"
    private static let asksAgain = "nothing was stored; the next run asks again"
    private static let giveServer = "give the URL of the server itself; one behind a login page can't be asked"
    private static let checkRunning =
        "check the server's URL, that the server runs, and the proxy variables of the environment, if any"

    static let all = statuses + bodies + partial + connections

    private static let statuses = [
        BadAnswer(
            "401", .text("Unauthorized\n", status: 401), "URL refuses access (401)", hint: askForAccess,
            outcome: "unauthorized"),
        BadAnswer(
            "403", .text(page, status: 403), "URL refuses access (403)", hint: askForAccess, outcome: "unauthorized"),
        BadAnswer(
            "404", .text("404 page not found\n", status: 404), "URL has no Prometheus API (404)",
            hint: "check the URL; servers behind a proxy often need a path, as in http://host/prometheus",
            outcome: "bad_response"),
        BadAnswer(
            "422",
            .json(
                #"{"status":"error","errorType":"execution","error":"query would load too many samples"}"#, status: 422),
            "URL rejects the query: query would load too many samples", hint: checkQuery, outcome: "rejected"),
        BadAnswer(
            "429", .text("too many requests", status: 429), "URL is not ready (429): too many requests",
            hint: nothingLost,
            outcome: "unreachable"),
        BadAnswer(
            "500 with a page", .text(page, status: 500),
            "URL answered 500: <!DOCTYPE html> <html> <head><title>Log in</title></head> </html>", hint: nil,
            outcome: "bad_response"),
        BadAnswer(
            "503 in plain text", .text("Service Unavailable\n", status: 503),
            "URL is not ready (503): Service Unavailable", hint: nothingLost, outcome: "unreachable"),
        BadAnswer(
            "503 without a body", .text("", status: 503), "URL is not ready (503)", hint: nothingLost,
            outcome: "unreachable"),
        BadAnswer(
            "503 of a query that took too long",
            .json(
                #"{"status":"error","errorType":"timeout","error":"query timed out in expression evaluation"}"#,
                status: 503),
            "URL gave up on the query: query timed out in expression evaluation",
            hint: "raise --timeout, or narrow the series down with --selector", outcome: "timeout"),
        BadAnswer(
            "an error of many lines with terminal escapes",
            .json(
                #"{"status":"error","errorType":"bad_data","error":"\u001b[31mone\r\ntwo\n\u009bthree"}"#, status: 400),
            "URL rejects the query: [31mone two three", hint: checkQuery, outcome: "rejected"),
    ]

    private static let bodies = [
        BadAnswer(
            "a page with 200", .text(page),
            "URL: the answer is not JSON: <!DOCTYPE html> <html> <head><title>Log in</title></head> </html>",
            hint: checkServer, outcome: "bad_response"),
        BadAnswer(
            "nothing with 200", .text(""), "URL: the answer is empty", hint: checkServer, outcome: "bad_response"),
        BadAnswer(
            "truncated JSON", .json(empty), "URL: the answer is cut off after 62 bytes", hint: checkServer,
            outcome: "bad_response"),
        BadAnswer(
            "another resultType", .json(#"{"status":"success","data":{"resultType":"vector","result":[]}}"#),
            "URL: the answer is a vector, not a matrix", hint: checkServer, outcome: "bad_response"),
        BadAnswer(
            "JSON that is no answer", .json(#"{"version":"2.42.0"}"#), "URL: the answer has no status",
            hint: checkServer,
            outcome: "bad_response"),
        BadAnswer(
            "an error with 200", .json(#"{"status":"error","errorType":"execution","error":"out of luck"}"#),
            "URL rejects the query: out of luck", hint: checkQuery, outcome: "rejected"),
    ]

    private static let partial = [
        BadAnswer(
            "a warning about partial data", .json(empty + #","warnings":["store 10.0.0.7:10901 did not answer"]}"#),
            "URL has only partial data: store 10.0.0.7:10901 did not answer", hint: asksAgain, outcome: "partial_data"),
        BadAnswer(
            "isPartial", .json(empty + #","isPartial":true}"#),
            "URL has only partial data: some of its storage did not answer", hint: asksAgain, outcome: "partial_data"),
    ]

    private static let connections = [
        BadAnswer(
            "a redirect to another host", .redirect(to: "https://login.example/start?token=s3cret"),
            "URL: redirected to https://login.example/start, which is another host", hint: giveServer,
            outcome: "bad_response"),
        BadAnswer(
            "a connection that ends in the middle", .init(body: Array((empty + "}").utf8), ending: .cutOff(after: 30)),
            "URL: the connection broke in the middle of the answer", hint: nil, outcome: "bad_response"),
        BadAnswer(
            "a connection that ends without an answer", .closed,
            "cannot reach URL: the connection was closed without an answer", hint: checkRunning, outcome: "unreachable"),
    ]
}

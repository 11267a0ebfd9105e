import Archive
import HTTPClient
import Prometheus
import Questions
import Rendering
import Support

/// Sends what one request or one run of a program can hold.
struct NoticeSender {
    let transport: any HTTPTransport
    let zone: Zone

    func send(_ notices: [Notification], to target: NotifySettings.Target) throws(NotifyError) {
        switch target {
        case .webhook(let url): try send(.post, url, json: NotificationJSON(zone: zone).webhook(notices))
        case .slack(let url): try send(.post, url, json: NotificationJSON(zone: zone).slack(notices))
        case .command(let path): for notice in notices { try NotifyCommand(path: path, zone: zone).run(notice) }
        case .alertmanager: break
        }
    }

    func send(_ alerts: [Alert], to url: NotifyURL) throws(NotifyError) {
        try send(.post, url.below("api/v2/alerts"), json: NotificationJSON(zone: zone).alertmanager(alerts))
    }

    func send(_ method: HTTPRequest.Method, _ url: NotifyURL, json: String?) throws(NotifyError) {
        let request = HTTPRequest(
            method, url.origin, url.path, json: json, timeout: Notifier.timeout, connectTimeout: Notifier.timeout,
            maximumBytes: 1 << 20)
        let response: HTTPResponse
        do { response = try transport.send(request) } catch {
            throw .unreachable(origin: url.origin.text, kind: error.kind)
        }
        guard 200..<300 ~= response.status else {
            throw .refused(origin: url.origin.text, status: response.status)
        }
    }
}

extension NotifySettings.Target {
    /// How many notices are sent at once: a program is run for each, and Slack cuts long messages.
    var mostAtOnce: Int {
        switch self {
        case .command: 1
        case .slack: 20
        case .webhook, .alertmanager: 1000
        }
    }
}

extension NotifyError {
    /// Whether another notice may be taken where this one was not.
    var isAboutTheNotice: Bool {
        switch self {
        case .command: true
        // A server that asks to wait, knows nobody here or has trouble of its own takes no other either.
        case .refused(_, let status): [400, 413, 422].contains(status)
        case .unreachable, .badLine, .noTimeLeft: false
        }
    }
}

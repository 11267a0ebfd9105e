import Archive
import Prometheus
import Rendering
import Reports

/// Tells people and systems what has changed, after a collection; never in the way of one.
package struct Notifier {
    private let settings: NotifySettings
    private let transport: any HTTPTransport
    private let zone: Zone
    /// Told of what could not be sent.
    private let onFailure: (NotifyError) -> Void

    /// So long one server or program may take, in seconds: a run must end long before the next begins.
    static let timeout = 5.0
    /// Alertmanager drops an alert that is not told again: three runs may fail to.
    private static let alertSeconds = 20 * 60

    package init(
        settings: NotifySettings, transport: any HTTPTransport, zone: Zone,
        onFailure: @escaping (NotifyError) -> Void
    ) {
        self.settings = settings
        self.transport = transport
        self.zone = zone
        self.onFailure = onFailure
    }

    // MARK: The dead man's switch

    package enum RunState: String {
        case start, success, fail
    }

    package func ping(_ state: RunState) {
        for url in settings.pings {
            report { () throws(NotifyError) in
                _ = try send(.get, state == .success ? url : url.below(state.rawValue), json: nil)
            }
        }
    }

    // MARK: Notices

    /// Sends what has changed since it was last told, and remembers it once a target took it; what none took is told
    /// again by the next run. Alertmanager hears of everything that is not good on every run.
    ///
    /// - Parameter now: seconds since 1970 UTC.
    package func tell(of source: Source, in archive: Archive, now: Int) throws(ArchiveError) {
        guard !settings.targets.isEmpty else { return }
        let notices = try NoticeReport.changes(by: settings.rules, archive: archive, source: source, now: now)
        let told = try archive.toldStates(of: source)
        let alerts = alerts(told, notices, source: source, now: now)
        var taken = false
        for target in settings.targets {
            let isTaken = report { () throws(NotifyError) in try deliver(notices, alerts, to: target) }
            taken = taken || isTaken
        }
        guard taken, !notices.isEmpty else { return }
        try archive.remember(
            notices.map { ToldState(model: $0.model, state: $0.state, since: now) }, of: source)
    }

    private func deliver(_ notices: [Notice], _ alerts: [Alert], to target: NotifySettings.Target) throws(NotifyError) {
        switch target {
        case .alertmanager(let url):
            guard !alerts.isEmpty else { return }
            _ = try send(.post, url.below("api/v2/alerts"), json: NoticeJSON(zone: zone).alertmanager(alerts))
        case _ where notices.isEmpty: return
        case .webhook(let url): _ = try send(.post, url, json: NoticeJSON(zone: zone).webhook(notices))
        case .slack(let url): _ = try send(.post, url, json: NoticeJSON(zone: zone).slack(notices))
        case .command(let path):
            for notice in notices { try NotifyCommand(path: path).run(notice) }
        }
    }

    /// Everything that is not good now, and what has just ceased to be what it was.
    private func alerts(_ told: [ToldState], _ notices: [Notice], source: Source, now: Int) -> [Alert] {
        let name = Notice.SourceName(name: source.description.name, metric: source.description.metric)
        let changed = Set(notices.map(\.model))
        let lasting = told.filter { !changed.contains($0.model) }.map { one in
            Alert(
                source: name, model: one.model, state: one.state, summary: summary(one), start: one.since,
                end: now + Self.alertSeconds)
        }
        let over = told.filter { changed.contains($0.model) }.map { one in
            Alert(source: name, model: one.model, state: one.state, summary: summary(one), start: one.since, end: now)
        }
        let begun = notices.filter { $0.state != .good }.map { notice in
            Alert(
                source: name, model: notice.model, state: notice.state, summary: NoticeText().line(notice),
                start: now, end: now + Self.alertSeconds)
        }
        return lasting + over + begun
    }

    private func summary(_ told: ToldState) -> String {
        told.model.map { "\(TerminalText.modelName($0)): p95 is \(told.state.rawValue)" }
            ?? "metricsctl collect keeps failing"
    }

    // MARK: Sending

    private func send(_ method: HTTPRequest.Method, _ url: NotifyURL, json: String?) throws(NotifyError) {
        let request = HTTPRequest(
            method, url.origin, url.path, json: json, timeout: Self.timeout, connectTimeout: Self.timeout,
            maximumBytes: 1 << 20)
        let response: HTTPResponse
        do { response = try transport.send(request) } catch {
            throw .unreachable(origin: url.origin.text, kind: error.kind)
        }
        guard 200..<300 ~= response.status else {
            throw .refused(origin: url.origin.text, status: response.status)
        }
    }

    /// Whether it went well.
    @discardableResult
    private func report(_ body: () throws(NotifyError) -> Void) -> Bool {
        do { try body() } catch {
            onFailure(error)
            return false
        }
        return true
    }
}

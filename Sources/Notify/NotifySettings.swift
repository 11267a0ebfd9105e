import Latency
import Questions
import Support

/// Where notices go and what is worth one: the file that `collect --notify` names.
///
/// One setting a line; empty lines and those that begin with `#` say nothing:
///
///     command /usr/local/bin/page-me        a program, run once for each notice
///     webhook https://example.org/hook      gets our JSON
///     slack https://hooks.slack.com/…       or what is compatible with its incoming webhooks
///     alertmanager http://localhost:9093    its base URL
///     ping https://hc-ping.com/…            a dead man's switch: URL/start, then URL or URL/fail
///     p95-warning 2s
///     p95-critical 5s
///     for 15m                               how long a model's new state must last (the default)
///     min-requests 20                       windows with fewer are not judged (1)
///     failures 3                            so many failed runs in a row are told (3)
///     certain yes                           only where the requests leave no doubt of it (no)
///     quiet 22:00-07:00                     nothing is sent then, and what happened is told at the end
///     digest 08:00                          or once a day at that time, with all that changed since the last one
///
/// URLs often hold a secret. That is why they stand in a file, which others need not be able to read, and why no message
/// repeats one.
package struct NotifySettings: Hashable, Sendable {
    package private(set) var targets: [Target] = []
    package private(set) var pings: [NotifyURL] = []
    private var warning: Double?
    private var critical: Double?
    private var lastingSeconds = 900
    private var minimumRequests = 1
    private var failures = 3
    private var isCertain = false
    /// When nothing is sent, by the local clocks; nil: never. Alertmanager has its own.
    package private(set) var quiet: DailyHours?
    /// When a digest is sent; nil: none.
    package private(set) var digest: TimeOfDay?
    /// What the configuration has beside these.
    private var further = FurtherRules()

    /// Rules that no file of a line per setting has.
    package struct FurtherRules: Hashable, Sendable {
        package var rules: [NoticeRule] = []
        package var models: [ModelRule] = []
        package var exclusions: [Exclusion] = []

        package init() {}
    }

    package var rules: AlertRules {
        let limits = LatencyThresholds.above(warning: warning, critical: critical)
        return AlertRules(
            condition: EvaluationRule(
                limits: limits, minimumRequests: minimumRequests, seconds: lastingSeconds, isCertain: isCertain),
            failures: failures, rules: further.rules, models: further.models, exclusions: further.exclusions)
    }

    /// The same, where limits are exceeded only where the requests leave no doubt.
    package var certain: NotifySettings {
        var settings = self
        settings.isCertain = true
        return settings
    }

    /// - Parameters:
    ///   - warning: a p95 above so many milliseconds is one; nil for none.
    ///   - critical: likewise.
    ///   - lastingSeconds: how long a model's new state must last; nil is the usual one, as below.
    ///   - minimumRequests: windows with fewer are not judged.
    ///   - failures: so many failed runs in a row are told.
    ///   - isCertain: whether a limit is exceeded only where the requests leave no doubt.
    ///   - quiet: when nothing is sent.
    ///   - digest: when all that changed in a day is.
    package init(
        targets: [Target], pings: [NotifyURL], warning: Double?, critical: Double?, lastingSeconds: Int? = nil,
        minimumRequests: Int? = nil, failures: Int? = nil, isCertain: Bool = false, quiet: DailyHours? = nil,
        digest: TimeOfDay? = nil, further: FurtherRules = FurtherRules()
    ) {
        (self.targets, self.pings, self.warning, self.critical) = (targets, pings, warning, critical)
        self.lastingSeconds = lastingSeconds ?? self.lastingSeconds
        self.minimumRequests = minimumRequests ?? self.minimumRequests
        self.failures = failures ?? self.failures
        (self.isCertain, self.quiet, self.digest, self.further) = (isCertain, quiet, digest, further)
    }

    /// - Parameter path: names the file in errors.
    package init(_ text: String, path: String) throws(NotifyError) {
        let lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }
        for (index, line) in lines.enumerated() {
            let words = line.split(maxSplits: 1) { $0 == " " || $0 == "\t" }
            guard let key = words.first, key.first != "#" else { continue }
            var value = words.count > 1 ? words[1][...] : ""
            while value.last?.isWhitespace == true { value.removeLast() }
            guard set(String(key), String(value.drop { $0.isWhitespace })) else {
                throw .badLine(path: path, number: index + 1, key: Self.quotable(key))
            }
        }
    }

    /// Of a word that is no key, such as an address without one, only the beginning.
    private static func quotable(_ key: Substring) -> String {
        let shown = key.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
        return shown.count == key.count ? String(key) : shown + "…"
    }

    /// Whether a setting is known and its value can be taken.
    private mutating func set(_ key: String, _ value: String) -> Bool {
        switch key {
        case "command" where value.hasPrefix("/"): targets.append(.command(value))
        case "webhook": return add(NotifyURL(value).map(Target.webhook))
        case "slack": return add(NotifyURL(value).map(Target.slack))
        case "alertmanager": return add(NotifyURL(value).map(Target.alertmanager))
        case "ping":
            guard let url = NotifyURL(value) else { return false }
            pings.append(url)
        case "p95-warning": return Self.take(TimeSpan(value)?.milliseconds, into: &warning)
        case "p95-critical": return Self.take(TimeSpan(value)?.milliseconds, into: &critical)
        case "for":
            guard let span = TimeSpan(value) else { return false }
            lastingSeconds = span.seconds
        case "min-requests": return Self.take(Int(value), into: &minimumRequests)
        case "failures": return Self.take(Int(value), into: &failures)
        case "certain" where ["yes", "no"].contains(value): isCertain = value == "yes"
        case "quiet":
            quiet = DailyHours(value)
            return quiet != nil
        case "digest":
            digest = TimeOfDay(value)
            return digest != nil
        default: return false
        }
        return true
    }

    private mutating func add(_ target: Target?) -> Bool {
        guard let target else { return false }
        targets.append(target)
        return true
    }

    private static func take(_ value: Double?, into place: inout Double?) -> Bool {
        guard let value else { return false }
        place = value
        return true
    }

    private static func take(_ value: Int?, into place: inout Int) -> Bool {
        guard let value, value >= 1 else { return false }
        place = value
        return true
    }
}

import Latency
import Questions
import Server
import Support
import YAML

/// Makes the configuration of what the schema let through, and looks at how its values fit each other.
struct ConfigurationBuilder {
    let files: [String]
    let record: Record?
    /// Where systemd puts credentials.
    let credentials: String?

    var mistakes: [YAMLMistake] = []
    var (archive, defaultSource, retention) = (String?.none, Name?.none, Int?.none)
    var sources: [ConfiguredSource] = []
    var models: [ModelRule] = []
    var objectives: [Objective] = []
    var exclusions: [Exclusion] = []
    var announcements: [Announcement] = []
    var limits = ConfiguredLimits()
    var notify: NotifyChoice?
    var page = PageSettings()
    /// Measures that sources and presets of the file have under a metric's own name.
    var ownMeasures: Set<String> = []

    init(files: [String], record: Record?, credentials: String?) {
        (self.files, self.record, self.credentials) = (files, record, credentials)
    }

    mutating func build() {
        guard let record else { return }
        (defaultSource, retention) = (record.name("default_source"), record.seconds("retention"))
        archive = record["archive"].flatMap(archive)
        buildSources(record)
        let models = record.list("models").compactMap(\.record)
        self.models = models.map { model($0) }
        checkPublicModels(models)
        buildObjectives(record)
        exclusions = record.list("exclusions").compactMap(\.record).compactMap { exclusion($0) }
        announcements = record.list("announcements").compactMap(\.record).compactMap { announcement($0) }
        if let limits = record.record("limits") { buildLimits(limits) }
        if let notify = record.record("notify") { buildNotify(notify) }
        if let page = record.record("page") { buildPage(page) }
    }

    mutating func report(_ position: YAMLPosition, _ message: String) {
        mistakes.append(YAMLMistake(position, message))
    }

    // MARK: Paths

    /// What a relative path means: one in the folder of the file that names it.
    func path(_ located: Located) -> String {
        let text = located.text
        if text.beginsWith(ScalarReader.credential) {
            let name = text.pieces(by: ":", most: 2)[1]
            return credentials.map { "\($0)/\(name)" } ?? text
        }
        let file = located.position.file
        guard !text.hasPrefix("/"), let slash = file.utf8.lastIndex(of: UInt8(ascii: "/")) else { return text }
        return String(file[...slash]) + (text.beginsWith("./") ? String(text.dropFirst(2)) : text)
    }

    private func archive(_ located: Located) -> String {
        let isURL = ["postgresql://", "postgres://", "service="].contains { located.text.beginsWith($0) }
        return isURL ? located.text : path(located)
    }

    // MARK: Models

    private mutating func model(_ record: Record) -> ModelRule {
        let (good, warning) = (thresholds("good_below", record), thresholds("warning_below", record))
        for (key, value) in record.map("good_below") {
            guard let mine = good[Name(key.text)], let other = warning[Name(key.text)], mine > other else { continue }
            report(value.position, "good_below.\(key.text) must not be above warning_below.\(key.text)")
        }
        if record.flag("public") == true, record["name"] == nil, let place = record["public"]?.position {
            report(place, "a public model needs name, which customers read")
        }
        return ModelRule(
            match: record.pattern("match") ?? .all, displayName: record.text("name"),
            isPublic: record.flag("public") ?? false, pageID: record.text("id"), group: record.text("group"),
            goodBelow: good, warningBelow: warning)
    }

    /// Whether the page for customers can tell the public models apart; one without a name was told before.
    private mutating func checkPublicModels(_ records: [Record]) {
        func lastPosition(of name: String, _ key: String) -> YAMLPosition? {
            let own = records.filter { $0.flag("public") == true && $0.text("name") == name }
            return own.compactMap { $0[key]?.position }.last ?? own.last?.position
        }
        do throws(PublicModels.Fault) {
            _ = try PublicModels(models)
        } catch {
            switch error {
            case .none, .noName: break
            case .sameID(_, let names):
                if let place = names.last.flatMap({ lastPosition(of: $0, "id") }) { report(place, error.message) }
            case .severalIDs(let name):
                if let place = lastPosition(of: name, "id") { report(place, error.message) }
            }
        }
    }

    private mutating func thresholds(_ key: String, _ record: Record) -> [Name: Double] {
        var found: [Name: Double] = [:]
        for (measure, value) in record.map(key) {
            if let message = MeasureName.mistake(measure.text, beside: ownMeasures) {
                report(measure.position, message)
            }
            if case .milliseconds(let limit) = value.value { found[Name(measure.text)] = limit }
        }
        return found
    }

    // MARK: Objectives and exclusions

    private mutating func buildObjectives(_ record: Record) {
        var places: [Name: YAMLPosition] = [:]
        for record in record.list("objectives").compactMap(\.record) {
            if let name = record["name"] {
                if let first = places[Name(name.text)] {
                    report(
                        name.position,
                        "an objective is called \(name.text.singleLine(limit: 60)) already at \(first.text)")
                }
                places[Name(name.text)] = name.position
            }
            if let measure = record["measure"],
                let message = MeasureName.mistakeOfLatency(measure.text, beside: ownMeasures)
            {
                report(measure.position, message)
            }
            guard let name = record.name("name"), let below = record.milliseconds("below"),
                let target = record.share("target")
            else { continue }
            let classes = record["error_classes"].map { _ in record.list("error_classes").map { Name($0.text) } }
            objectives.append(
                Objective(
                    name: name, models: record.pattern("models") ?? .all, measure: record.name("measure") ?? "e2e",
                    below: below, target: target,
                    period: record.text("period").flatMap { Objective.Period(rawValue: $0) } ?? .month,
                    errorClasses: classes))
        }
    }

    private mutating func exclusion(_ record: Record) -> Exclusion? {
        guard let from = record.time("from"), let to = record.time("to"), let reason = record.text("reason") else {
            return nil
        }
        if from >= to { report(record["to"]?.position ?? record.position, "to must be later than from") }
        return Exclusion(from: from, to: to, models: record.pattern("models") ?? .all, reason: reason)
    }

    // MARK: Limits and pages

    private mutating func buildLimits(_ record: Record) {
        checkOrder(record, "p95_warning", "p95_critical")
        limits = ConfiguredLimits(
            warning: record.milliseconds("p95_warning"), critical: record.milliseconds("p95_critical"),
            minimumRequests: record.number("min_requests"), maximumAge: record.seconds("max_age"),
            isCertain: record.flag("certain") ?? true)
    }

    private mutating func buildNotify(_ record: Record) {
        checkOrder(record, "p95_warning", "p95_critical")
        var targets: [(kind: NotifyChoice.Kind, address: NotifyChoice.Address)] = []
        for kind in NotifyChoice.Kind.allCases {
            for one in record.list(kind.rawValue) {
                targets.append((kind, .text(kind == .command ? path(one) : one.text)))
            }
            targets += record.list(kind.rawValue + "_file").map { (kind, .file(path($0))) }
        }
        notify = NotifyChoice(
            targets: targets, warning: record.milliseconds("p95_warning") ?? limits.warning,
            critical: record.milliseconds("p95_critical") ?? limits.critical, lastingSeconds: record.seconds("for"),
            minimumRequests: record.number("min_requests") ?? limits.minimumRequests,
            failures: record.number("failures"), isCertain: record.flag("certain") ?? true,
            quiet: quietHours(record.record("quiet_hours")), digest: record.timeOfDay("digest"),
            further: furtherRules(record))
    }

    private mutating func buildPage(_ record: Record) {
        let (good, warning) = (record.milliseconds("good_below"), record.milliseconds("warning_below"))
        checkOrder(record, "good_below", "warning_below")
        page.title = record.text("title")
        page.isPublic = record.flag("public") ?? false
        if good != nil || warning != nil {
            page.thresholds = .below(
                good: good ?? min(Defaults.goodBelow, warning ?? .infinity),
                warning: warning ?? max(Defaults.warningBelow, good ?? 0))
        }
        page.frameAncestors = record.text("frame_ancestors").flatMap { FrameAncestors($0) }
        (page.url, page.language, page.timezone) = (
            record.text("url"), record.text("language"), record.text("timezone")
        )
        page.languageFile = record["language_file"].map(path)
    }

    mutating func checkOrder(_ record: Record, _ lower: String, _ higher: String) {
        guard let one = record.milliseconds(lower), let other = record.milliseconds(higher), one > other else { return }
        report(record[lower]?.position ?? record.position, "\(lower) must not be above \(higher)")
    }
}

/// The names of what may be measured.
enum MeasureName {
    /// Why a text is none; nil where it is.
    ///
    /// - Parameter own: measures of the file that have a metric's own name.
    static func mistake(_ text: String, beside own: Set<String> = []) -> String? {
        let known = Schema.measures + own.subtracting(Schema.measures).sorted()
        if known.contains(text) { return nil }
        let shown = text.singleLine(limit: 60)
        if let meant = UnknownKey.similar(to: text, among: known) {
            return "unknown measure \(shown): did you mean \(meant)?"
        }
        return "unknown measure \(shown): there are \(known.joined(separator: ", "))"
    }

    /// Why a text is none whose values are times.
    static func mistakeOfLatency(_ text: String, beside own: Set<String>) -> String? {
        if let mistake = mistake(text, beside: own) { return mistake }
        guard Measure(rawValue: text)?.isLatency == false else { return nil }
        let latencies = Measure.allCases.filter(\.isLatency).map(\.rawValue)
        return "\(text) has no latencies: an objective is about one of \(latencies.joined(separator: ", "))"
    }
}

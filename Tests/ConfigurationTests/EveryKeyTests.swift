import HTTPClient
import Latency
import Questions
import Server
import Support
import TestSupport
import Testing
import YAML

@testable import Configuration

struct EveryKeyTests {
    static func text() throws -> String { try Checkout.text("Tests/ConfigurationTests/EveryKey.yaml") }

    private func configuration() throws -> Configuration {
        let read = YAMLFile(Array(try Self.text().utf8), file: "/etc/metricsctl/config.yaml")
        return try Configuration(
            read.root, files: ["/etc/metricsctl/config.yaml"], mistakes: read.mistakes, zone: .utc,
            credentials: "/run/credentials/x")
    }

    /// The keys that a section of the schema has, and those in it, as `sources.url`.
    private func keys(_ section: Section, below path: String = "") -> Set<String> {
        section.keys.reduce(into: []) { found, key in
            found.insert(path + key.name)
            found.formUnion(keys(key.type, below: path + key.name + "."))
        }
    }

    private func keys(_ type: ValueType, below path: String) -> Set<String> {
        switch type {
        case .section(let section): keys(section, below: path)
        case .list(let one), .oneOrMore(let one, _), .map(_, let one), .orOff(let one): keys(one, below: path)
        default: []
        }
    }

    private func keys(_ record: Record, below path: String = "") -> Set<String> {
        record.entries.reduce(into: []) { found, entry in
            found.insert(path + entry.key)
            found.formUnion(keys(entry.value, below: path + entry.key + "."))
        }
    }

    private func keys(_ located: Located, below path: String) -> Set<String> {
        switch located.value {
        case .section(let record): keys(record, below: path)
        case .list(let values): values.reduce(into: []) { $0.formUnion(keys($1, below: path)) }
        case .map(let values): values.reduce(into: []) { $0.formUnion(keys($1.value, below: path)) }
        default: []
        }
    }

    @Test func `The file has every key of the schema`() throws {
        let record = try #require(try configuration().record)
        #expect(keys(Schema.file).subtracting(keys(record)).sorted() == [])
    }

    @Test func `Paths are relative to their file, credentials are in systemd's folder`() throws {
        let configuration = try configuration()
        #expect(configuration.archive == "/etc/metricsctl/metrics.db")
        let first = configuration.sources[0].access
        #expect(first.headers == "/etc/metricsctl/headers")
        #expect(first.bearerToken == "/run/secrets/a.token")
        #expect(first.authorities == "/etc/metricsctl/ca.pem")
        #expect(first.certificate == "/run/credentials/x/client-cert")
        #expect(first.key == "/run/credentials/x/client-key")
        #expect(configuration.sources[1].access.netrc == "/etc/metricsctl/netrc")
        #expect(configuration.sources[1].access.unixSocket == "/run/b.sock")
        let login = configuration.sources[2].access.basicAuth
        #expect(login == AccessFiles.BasicAuth(user: "1e3", passwordFile: "/run/credentials/x/c"))
        #expect(configuration.credentials == ["client-cert", "client-key", "c", "slack"])
    }

    @Test func `Sources have what they say, and from their presets what they don't`() throws {
        let configuration = try configuration()
        #expect(configuration.sources.map(\.name) == ["cluster-a", "no", "4.1"])
        let source = configuration.sources[0]
        #expect(source.server.text == "https://prometheus-a:9090/prometheus")
        #expect(source.by == ["namespace", "team"])
        #expect(configuration.sources[1].by == ["region"])
        let collections = source.collections
        #expect(
            collections.map(\.source.metric) == [
                "my_latency_seconds", "vllm:time_to_first_token_seconds", "vllm:inter_token_latency_seconds",
                "vllm:request_time_per_output_token_seconds", "vllm:request_prefill_time_seconds",
                "vllm:request_decode_time_seconds", "vllm:request_success_total",
                #"vllm:request_success_total{finished_reason=~"error|abort"}"#, "vllm:prompt_tokens_total",
                "vllm:generation_tokens_total",
            ])
        #expect(collections.map(\.mayBeMissing) == [false] + Array(repeating: true, count: 9))
        #expect(
            collections.map(\.kind) == [nil] + Array(repeating: .histogram, count: 5)
                + Array(repeating: .counter, count: 4))
        #expect(
            collections.map(\.classLabel) == Array(repeating: nil, count: 6) + [
                "finished_reason", "finished_reason", nil, nil,
            ])
        #expect(collections[2].names == ["vllm:inter_token_latency_seconds", "vllm:time_per_output_token_seconds"])
        #expect(collections.allSatisfy { $0.labels == ["namespace", "team"] })
        #expect(collections[7].selector == #"cluster="a",finished_reason=~"error|abort""#)
        #expect(collections[0].unit == .milliseconds && collections[1].unit == .seconds)
        #expect(collections[0].modelLabel == "deployment" && collections[1].modelLabel == "model_name")
        #expect(collections[0].selector == #"cluster="a",stage="prod""#)
        #expect(collections[1].selector == #"cluster="a""#)
        #expect(collections.allSatisfy { $0.timeout == 1.5 && $0.retries == 0 && $0.modelLimit == 50 })
        let own = configuration.sources[1].collections
        #expect(own.map(\.source.metric) == ["whole_ms", "first_seconds"])
        #expect(own.map(\.modelLabel) == ["service", "app"] && own.map(\.unit) == [.milliseconds, nil])
        #expect(own.map(\.selector) == [#"kind="llm""#, #"x!="""#])
        let plain = configuration.sources[2].collections
        #expect(plain.map(\.source.metric) == ["request_duration_seconds", "my_own_seconds"])
        #expect(plain.map(\.modelLabel) == [nil, nil] && plain.map(\.unit) == [nil, nil])
        #expect(plain[0].timeout == Defaults.timeout && plain[0].retries == Defaults.retries)
    }

    @Test func `Models, objectives and exclusions are values`() throws {
        let configuration = try configuration()
        let llama = try #require(configuration.models.rule(of: "meta-llama/Llama-3.1-70B-Instruct"))
        #expect(llama.displayName == "Llama 3.1 70B" && llama.isPublic)
        #expect(
            llama.goodBelow == ["ttft": 500, "e2e": 10_000] && llama.warningBelow == ["ttft": 1000, "e2e": 20_000])
        #expect(configuration.models.rule(of: "other") == configuration.models[1])
        #expect(!configuration.models[1].isPublic)
        #expect(llama.pageID == "llama-70b" && llama.group == "Chat")
        let (gpus, news) = (configuration.announcements[0], configuration.announcements[1])
        #expect(gpus.severity == .maintenance && gpus.text == "Answers may be slower.\n\nThank you.\n")
        #expect(gpus.models == ShellPattern("Llama*") && gpus.updates.map(\.text) == ["Half of them are in."])
        // Of GNU date.
        #expect(gpus.start == 1_796_090_400 && gpus.end == 1_796_097_600 && gpus.updates.map(\.at) == [1_796_094_000])
        #expect(news.severity == .info && news.end == nil && news.text == nil && news.models == nil)
        let (chat, rest) = (configuration.objectives[0], configuration.objectives[1])
        #expect(chat.target.millionths == 999_500 && chat.below == 2000 && chat.period == .fourWeeks)
        #expect(chat.measure == "ttft" && chat.errorClasses == ["timeout", "429"])
        #expect(rest.target.millionths == 900_000 && rest.period == .month && rest.measure == "e2e")
        #expect(rest.models == .all && rest.errorClasses == nil)
        // Of GNU date.
        #expect(configuration.exclusions[0].from == 1_795_798_800 && configuration.exclusions[0].to == 1_795_910_400)
        #expect(configuration.exclusions[0].reason == "driver upgrade")
    }

    @Test func `Limits, pages and the archive's settings are values`() throws {
        let configuration = try configuration()
        #expect(configuration.retention == 400 * 86_400 && configuration.defaultSource == "cluster-a")
        let limits = ConfiguredLimits(
            warning: 2000, critical: 5000, minimumRequests: 20, maximumAge: 1200, isCertain: false)
        #expect(configuration.limits == limits)
        #expect(configuration.page.title == "Our models" && configuration.page.isPublic)
        #expect(configuration.page.thresholds == .below(good: 1000, warning: 3000))
        #expect(configuration.page.frameAncestors == FrameAncestors("'self' https://wiki.example.org"))
        #expect(configuration.page.url == "https://status.example.com/" && configuration.page.language == "ko")
        #expect(configuration.page.languageFile == "/etc/metricsctl/de.txt")
        #expect(configuration.page.timezone == "Asia/Seoul")
        let notify = try #require(configuration.notify)
        #expect(
            notify.targets.map { "\($0.kind.rawValue) \($0.address)" } == [
                #"command text("/etc/metricsctl/page-me")"#, #"webhook text("https://example.org/hook/secret")"#,
                #"webhook text("https://example.org/other")"#, #"webhook file("/etc/metricsctl/webhook.url")"#,
                #"slack text("https://hooks.slack.example/x")"#, #"slack file("/run/credentials/x/slack")"#,
                #"alertmanager text("http://localhost:9093")"#,
                #"alertmanager file("/etc/metricsctl/alertmanager.url")"#,
                #"ping text("https://hc-ping.example/uuid")"#,
                #"ping file("/etc/metricsctl/ping.url")"#,
            ])
        #expect(notify.warning == 3000 && notify.critical == 6000 && notify.lastingSeconds == 1800)
        #expect(notify.minimumRequests == 5 && notify.failures == 2 && !notify.isCertain)
        #expect(notify.quiet == DailyHours("22:00-07:30") && notify.digest == TimeOfDay("08:00"))
    }

    @Test func `Rules of notices are values, with what the section says for those that say nothing`() throws {
        let configuration = try configuration()
        let further = try #require(configuration.notify?.further)
        let first = EvaluationRule(
            limits: .above(warning: 1000, critical: 3000), minimumRequests: 7, seconds: 2700, isCertain: true)
        let own = EvaluationRule(
            limits: .above(warning: nil, critical: nil), minimumRequests: 5, seconds: 1800, isCertain: false)
        #expect(
            further.rules == [
                NoticeRule(
                    name: "first token", models: ShellPattern("gpt-4*"),
                    .latency(LatencyRule(measure: "ttft", first, usesOwnLimits: false))),
                NoticeRule(
                    name: "own", models: .all, .latency(LatencyRule(measure: "ttft", own, usesOwnLimits: true))),
                NoticeRule(name: "promise", models: .all, .objective(configuration.objectives[0])),
                NoticeRule(
                    name: "creeping", models: .all, .slower(SlowerRule(measure: nil, than: .lastWeek))),
            ])
        #expect(further.models == configuration.models && further.exclusions == configuration.exclusions)
    }

    @Test func `Rules are certain unless the file says otherwise`() throws {
        let configuration = try Configuration(text: "limits: {p95_warning: 1s}\nnotify: {p95_warning: 1s}")
        #expect(configuration.limits.isCertain && configuration.notify?.isCertain == true)
    }

    @Test func `Each value is shown with its line, and no more of an address than its origin`() throws {
        let written = try configuration().written
        let byKey = Dictionary(written.map { ($0.key, $0) }) { first, _ in first }
        #expect(byKey["sources.cluster-a.url"]?.place == "/etc/metricsctl/config.yaml:7")
        #expect(byKey["sources.cluster-a.measures.e2e.unit"]?.value == "ms")
        #expect(byKey["sources.4.1.basic_auth.username"]?.value == "1e3")
        #expect(
            byKey["sources.no.timeout"] == EffectiveSetting(key: "sources.no.timeout", value: "10s", origin: .standard))
        #expect(byKey["objectives.rest.period"]?.origin == .standard)
        #expect(byKey["models.2.match"]?.value == "*")
        #expect(byKey["notify.webhook.1"]?.value == "https://example.org/…")
        #expect(!written.contains { $0.value.contains("secret") && !$0.key.hasSuffix("_file") })
    }

    @Test func `A measure under a metric's own name may have limits, objectives and rules, also where a preset has it`()
        throws
    {
        for source in ["measures: {my_seconds: {metric: my_seconds}}", "preset: mine"] {
            let configuration = try Configuration(
                text: """
                    presets: {mine: {measures: {my_seconds: {metric: my_seconds}}}}
                    sources: [{name: a, url: 'http://h', \(source)}]
                    models: [{match: '*', good_below: {my_seconds: 1s}}]
                    objectives: [{name: a, measure: my_seconds, below: 1s, target: 99%}]
                    notify: {rules: [{name: a, measure: my_seconds}, {name: b, objective: a}]}
                    """)
            #expect(configuration.objectives.map(\.measure) == ["my_seconds"])
        }
    }

    @Test func `A configuration without anything says nothing`() throws {
        for text in ["", "# nothing\n", "sources:\n", "---\n", "sources: []\nmodels:\n"] {
            let configuration = try Configuration(text: text)
            #expect(configuration.sources.isEmpty && configuration.archive == nil && configuration.notify == nil)
        }
    }
}

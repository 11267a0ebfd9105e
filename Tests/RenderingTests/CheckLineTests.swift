import Foundation
import Latency
import Rendering
import TestSupport
import Testing

@testable import Questions

@Suite struct CheckLineTests {
    private let limits = LatencyThresholds.above(warning: 2000, critical: 5000)

    private func answer(_ conditions: [Evaluation]) -> CheckAnswer {
        CheckAnswer(
            CheckRequest(
                condition: EvaluationRule(limits: limits, minimumRequests: 1, seconds: 300), maximumAge: 900,
                noTraffic: .ok, noData: .unknown), conditions)
    }

    private func slow(_ model: Name, _ milliseconds: Double) -> Evaluation {
        let p95 = Percentile(milliseconds: milliseconds, lower: 1000, upper: 10_000)
        let verdict = limits.verdict(of: p95)
        return Evaluation(
            model: model, state: .judged(verdict.severity...verdict.severity), p95: p95, isSure: verdict.isSure,
            requests: 1204)
    }

    private func still(_ model: Name, _ state: Evaluation.State) -> Evaluation {
        Evaluation(model: model, state: state, p95: nil, isSure: nil, requests: 0)
    }

    @Test("one model is told with its bracket, and its limits stand in the performance data")
    func one() {
        #expect(
            CheckLine().text(of: answer([slow("gpt-4", 2345.678)])) == """
                LATENCY WARNING: gpt-4 p95 2.35 s (1–10 s, 1,204 requests, not sure) \
                | 'gpt-4'=2.34568s;2.00000;5.00000;0 'gpt-4 requests'=1204;;;0

                """)
        #expect(
            CheckLine().text(of: answer([still("gpt-4", .noTraffic)])) == """
                LATENCY OK: gpt-4 no traffic | 'gpt-4'=U;2.00000;5.00000;0 'gpt-4 requests'=0;;;0

                """)
    }

    @Test("a rule that must be certain says of how much time its requests are")
    func certain() {
        let rule = EvaluationRule(limits: limits, minimumRequests: 1, seconds: 300, isCertain: true)
        var found = slow("gpt-4", 2345.678)
        found.judgedSeconds = 5700
        let answer = CheckAnswer(
            CheckRequest(condition: rule, maximumAge: 900, noTraffic: .ok, noData: .unknown), [found])
        #expect(CheckLine().text(of: answer).contains("(1–10 s, 1,204 requests in 1 h 35 min, not sure)"))
    }

    @Test("of many models the troubled ones are named, five at most; the data has all")
    func many() {
        let slowOnes = (1...7).map { slow("m\($0)", 6000) }
        let text = CheckLine().text(of: answer(slowOnes + [slow("fast", 1001)]))
        #expect(
            text.hasPrefix("LATENCY CRITICAL: 7 of 8 models: m1 p95 6.00 s (1–10 s, 1,204 requests, not sure), m2 "))
        #expect(text.contains(", m5 p95 6.00 s (1–10 s, 1,204 requests, not sure), 2 more | "))
        #expect(text.contains(" 'fast'=1.00100s;"))
        #expect(
            CheckLine().text(of: answer([slow("a", 1001), slow("b", 1500)])).hasPrefix(
                "LATENCY OK: 2 models, slowest b p95 1.50 s (1–10 s, 1,204 requests, not sure) | "))
    }

    @Test("a p95 that no bucket bound tells is unknown, with its requests, and an open bracket needs no word more")
    func unknown() {
        let none = Evaluation(
            model: "chat", state: .judged(.cannotTell ... .cannotTell), p95: nil, isSure: false, requests: 20)
        #expect(
            CheckLine().text(of: answer([none])) == """
                LATENCY UNKNOWN: chat p95 unknown (no finite bucket bound, 20 requests) \
                | 'chat'=U;2.00000;5.00000;0 'chat requests'=20;;;0

                """)
        let open = Evaluation(
            model: "chat", state: .judged(.cannotTell ... .cannotTell),
            p95: Percentile(milliseconds: 1000, lower: 1000, upper: nil), isSure: false, requests: 20)
        #expect(
            CheckLine().text(of: answer([open])).hasPrefix("LATENCY UNKNOWN: chat p95 ≥ 1 s (> 1 s, 20 requests) |"))
    }

    @Test("a line of many models fits 4 KiB, has the worst of them, and says that it is not all")
    func manyModels() throws {
        let fast = (0..<300).map { slow("team-\($0)/some-quite-long-model-name-instruct", 1100 + Double($0)) }
        let slowest = slow("the-slowest", 6000)
        let whole = CheckLine(performanceData: .all).text(of: answer(fast + [slowest]))
        #expect(try #require(Self.data(whole)).count == 602 && whole.utf8.count > 30_000)
        let line = CheckLine().text(of: answer(fast + [slowest]))
        let data = try #require(Self.data(line))
        #expect((3900...4095).contains(line.utf8.count))
        #expect(line.contains("; performance data of \(data.count / 2) of 301 | "))
        let expected = ["the-slowest"] + (0..<300).reversed().map { "team-\($0)/some-quite-long-model-name-instruct" }
        #expect(stride(from: 0, to: data.count, by: 2).map { data[$0].label } == Array(expected.prefix(data.count / 2)))
        let worst = try #require(Self.data(CheckLine(performanceData: .worst).text(of: answer(fast + [slowest]))))
        #expect(worst.count == 10 && worst.first?.label == "the-slowest")
        let none = CheckLine(performanceData: CheckLine.Choice.none).text(of: answer(fast + [slowest]))
        #expect(none.wholeMatch(of: /LATENCY CRITICAL: [^|\n]+\n/) != nil)
    }

    @Test(
        "names of any length leave the line short and their states to be seen",
        arguments: [String(repeating: "x", count: 140_000), String(repeating: "e\u{301}", count: 40_000)])
    func longNames(name: String) throws {
        let conditions = (0..<9).map { slow("\(name)\($0)", 6000 + Double($0)) }
        let line = CheckLine().text(of: answer(conditions))
        #expect(line.utf8.count <= 4095)
        let data = try #require(Self.data(line))
        #expect(Set(data.map(\.label)).count == data.count && data.count >= 6)
        #expect(line.contains("9 of 9 models: ") && line.contains("4 more"))
        #expect(CheckLine().text(ofError: name).utf8.count <= 4095)
        let unknown = CheckAnswer(answer([]).request, .unknown, because: .unknownModel(Name(name), similar: Name(name)))
        #expect(CheckLine().text(of: unknown).utf8.count <= 4095)
    }

    /// Performance data as a monitoring system takes it apart, by the guidelines' own words; nil where it breaks them.
    private static func data(_ line: String) -> [(label: String, fields: [String])]? {
        let halves = line.split(separator: "|", omittingEmptySubsequences: false)
        guard halves.count == 2, line.hasSuffix("\n"), !line.dropLast().contains(where: \.isNewline) else { return nil }
        var (rest, data) = (halves[1].dropLast().drop { $0 == " " }, [(label: String, fields: [String])]())
        while !rest.isEmpty {
            guard rest.popFirst() == "'", let quote = rest.firstIndex(of: "'") else { return nil }
            let label = String(rest[..<quote])
            rest = rest[rest.index(after: quote)...]
            guard !label.isEmpty, !label.contains("="), rest.popFirst() == "=" else { return nil }
            let fields = rest.prefix { $0 != " " }
            rest = rest.dropFirst(fields.count).drop { $0 == " " }
            data.append((label, fields.split(separator: ";", omittingEmptySubsequences: false).map { String($0) }))
        }
        return data
    }

    private static let characters: [Character] = [
        "a", "b", " ", "|", "=", "'", "\"", "\\", ";", "\n", "\r\n", "\u{1B}", "\u{0}", "\u{2028}", "\u{202E}", "한",
        "é", "👩‍👩‍👧",
        "<", "$", "`", "%",
    ]

    private func randomCondition(_ random: inout SplitMix64) -> Evaluation {
        let length = Int.random(in: 0...6, using: &random)
        var name = String((0..<length).map { _ in Self.characters.randomElement(using: &random) ?? "a" })
        if Int.random(in: 0..<4, using: &random) == 0 { name += " requests" }
        let states: [Evaluation.State] = [.noTraffic, .noData, .fewRequests]
        if let state = states.randomElement(using: &random), Bool.random(using: &random) {
            return still(Name(name), state)
        }
        let lower = pow(10, Double.random(in: -6...12, using: &random))
        let upper = Bool.random(using: &random) ? nil : lower * 2
        let p95 = Percentile(milliseconds: upper.map { ($0 + lower) / 2 } ?? lower, lower: lower, upper: upper)
        let verdict = limits.verdict(of: p95)
        return Evaluation(
            model: Name(name), state: .judged(verdict.severity...verdict.severity), p95: p95, isSure: verdict.isSure,
            requests: Int.random(in: 1...Int.max, using: &random))
    }

    @Test("whatever the names, states and numbers are, the line comes apart as it was put together", arguments: 0..<500)
    func property(seed: Int) throws {
        var random = SplitMix64(seed: UInt64(seed))
        var conditions: [Name: Evaluation] = [:]
        for _ in 0...Int.random(in: 0..<9, using: &random) {
            let condition = randomCondition(&random)
            conditions[condition.model] = condition
        }
        let answer = answer(Array(conditions.values))
        let line = CheckLine().text(of: answer)
        let data = try #require(Self.data(line), "\(line)")
        #expect(data.count == 2 * conditions.count)
        #expect(Set(data.map(\.label)).count == data.count, "\(line)")
        #expect(!line.lowercased().contains("nan") && !line.contains("inf"))
        let number = /[0-9]+(\.[0-9]+)?/
        for (entry, place) in zip(answer.entries, stride(from: 0, to: data.count, by: 2)) {
            let (latency, requests) = (data[place].fields, data[place + 1].fields)
            #expect(latency.dropFirst() == ["2.00000", "5.00000", "0"] && requests.dropFirst() == ["", "", "0"])
            #expect(requests.first == String(entry.condition.requests))
            if let p95 = entry.condition.p95 {
                let text = try #require(latency.first)
                #expect(text.last == "s" && text.dropLast().wholeMatch(of: number) != nil, "\(text)")
                let seconds = try #require(Double(text.dropLast()))
                #expect(abs(seconds - p95.milliseconds / 1e3) <= max(0.000_005_1, seconds * 1e-12))
            } else {
                #expect(latency.first == "U")
            }
        }
    }

    @Test("names that differ only in what a label can't hold keep labels of their own, whatever their states")
    func sameLabels() {
        let names: [Name] = ["a=b", "a'b", "a_b", "x", "x requests"]
        for worst in names {
            let conditions = names.map { slow($0, $0 == worst ? 6000 : 1) }
            let line = CheckLine().text(of: answer(conditions))
            for (name, label) in zip(["a'b", "a=b", "a_b", "x"] as [Name], ["a_b", "a_b (2)", "a_b (3)", "x"]) {
                #expect(line.contains(" '\(label)'=\(name == worst ? "6.00000" : "0.00100")s;"), "\(line)")
            }
            #expect(line.contains(" 'x requests (2)'=\(worst == "x requests" ? "6.00000" : "0.00100")s;"), "\(line)")
        }
    }

    @Test("what keeps models from being judged has no performance data, and is one line whatever the name")
    func obstacles() throws {
        let hostile: Name = "a|b\n'c'\u{1B}="
        for obstacle: CheckAnswer.UnknownReason in [
            .neverCollected, .stale(seconds: 960), .stale(seconds: nil), .noModels,
            .unknownModel(hostile, similar: hostile), .unknownModel("", similar: nil),
        ] {
            let line = CheckLine().text(of: CheckAnswer(answer([]).request, .unknown, because: obstacle))
            #expect(line.wholeMatch(of: /LATENCY UNKNOWN: [^|\n\u{1B}]+\n/) != nil, "\(line)")
        }
    }

    /// `'label'=value[UOM];[warn];[crit];[min];[max]`, as the guidelines have it.
    private static let datum = #"'[^=']+'=(U|-?[0-9]+(\.[0-9]+)?(s|ms|us|%|B|KB|MB|TB|c)?)(;[0-9.]*){0,4}"#

    @Test(
        "every state of every name parses by the plugin guidelines",
        arguments: [
            "gpt-4", "", "a|b", "it's = \"x\"", "\u{1B}[31mred\nline", "한국어 모델", "nan",
            String(repeating: "x", count: 4096),
        ])
    func guidelines(name: String) throws {
        let line = try Regex(
            #"LATENCY (OK|WARNING|CRITICAL|UNKNOWN): [^|\n]+ \| "# + Self.datum + "( " + Self.datum + #")*\n"#)
        let model = Name(name)
        let conditions = [
            slow(model, 1), slow(model, 3000), slow(model, 6000), still(model, .noTraffic), still(model, .noData),
            still(model, .fewRequests), slow(model, 0.01),
        ]
        for condition in conditions {
            let text = CheckLine().text(of: answer([condition]))
            #expect(text.wholeMatch(of: line) != nil, "\(text)")
        }
        #expect(CheckLine().text(of: answer(conditions)).wholeMatch(of: line) != nil)
        #expect(!CheckLine().text(ofError: name).dropLast().contains(where: { $0 == "\n" || $0 == "|" }))
    }
}

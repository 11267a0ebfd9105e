import Latency
import Support
import Testing

@testable import Questions
@testable import Rendering

/// The goldens were checked by eye on a terminal: columns line up where East Asian characters and emoji take two.
@Suite struct TableTests {
    private typealias Sample = SampleAnswers

    private let hard = Sample.latest([
        Sample.entry("gpt-4"), Sample.entry("한국어-모델"), Sample.entry("🚀👩‍💻 rocket", requests: 1_204_567),
        Sample.entry("evil\u{1B}[2J\nname", quality: .partial),
        Sample.entry("meta-llama/\(String(repeating: "x", count: 60))-instruct"),
        Sample.entry("", p95: Sample.aboveLastBound, at: Sample.halfPast - 7200),
        Sample.entry("u", p95: nil, mean: nil),
    ])

    @Test("p95: names in any script line up, long ones lose their middle, controls are harmless, 80 columns are kept")
    func p95() {
        #expect(
            Sample.text(.p95(hard), .table) == #"""
                MODEL                                 P95     BETWEEN   REQUESTS    AGE  QUALITY
                gpt-4                              246 ms  200–250 ms      1,204  2 min  exact
                한국어-모델                        246 ms  200–250 ms      1,204  2 min  exact
                🚀👩‍💻 rocket                        246 ms  200–250 ms  1,204,567  2 min  exact
                evil\u001b[2J\u000aname            246 ms  200–250 ms      1,204  2 min  partial
                meta-llama/xxxxx…xxxxxxx-instruct  246 ms  200–250 ms      1,204  2 min  exact
                (none)                             ≥ 60 s      > 60 s      1,204    2 h  exact
                u                                       –           –      1,204  2 min  exact

                Windows of 5 minutes, the newest ended at 2025-10-17T14:30:00+09:00.

                """#)
    }

    @Test("all: the same with more columns")
    func all() {
        #expect(
            Sample.text(.all(hard), .table) == #"""
                MODEL                   P50      P95      P99    MEAN   REQUESTS    AGE  QUALITY
                gpt-4               0.85 ms   246 ms   1.23 s  130 ms      1,204  2 min  exact
                한국어-모델         0.85 ms   246 ms   1.23 s  130 ms      1,204  2 min  exact
                🚀👩‍💻 rocket         0.85 ms   246 ms   1.23 s  130 ms  1,204,567  2 min  exact
                evil\u001…000aname  0.85 ms   246 ms   1.23 s  130 ms      1,204  2 min  partial
                meta-llam…instruct  0.85 ms   246 ms   1.23 s  130 ms      1,204  2 min  exact
                (none)              0.85 ms   ≥ 60 s   1.23 s  130 ms      1,204    2 h  exact
                u                   unknown  unknown  unknown       –      1,204  2 min  exact

                Windows of 5 minutes, the newest ended at 2025-10-17T14:30:00+09:00.

                """#)
    }

    @Test("a name keeps at least 12 columns, however narrow the terminal")
    func narrow() {
        let terminal = Terminal(isTerminal: true, width: 20, hasColor: false)
        let text = Sample.text(.p95(Sample.latest([Sample.entry("abcdefghijklmnop")])), .table, terminal: terminal)
        #expect(text.contains("\nabcdef…lmnop  246 ms"))
    }

    @Test("p95: models that no bucket bound tells of are named below")
    func withoutBounds() {
        let latest = LatestAnswer(
            now: Sample.halfPast, entries: [Sample.entry("gpt-4")], emptyReason: nil, withoutBounds: ["chat", ""])
        let text = Sample.text(.p95(latest), .table)
        #expect(text.hasSuffix("\nPercentiles unknown, since no bucket has a finite bound: chat, (none).\n"))
    }

    @Test("history: a table per model and what was never collected")
    func history() throws {
        let answer = try Sample.history(
            points: [Sample.point(Sample.halfPast - 300), Sample.point(Sample.halfPast, p95: nil)],
            missing: [.init(start: Sample.halfPast - 900, end: Sample.halfPast - 600)])
        #expect(
            Sample.text(.history(answer), .table) == """
                2025-10-17T13:30:00+09:00 to 2025-10-17T14:30:00+09:00, step 5m

                gpt-4
                UP TO                P50      P95     BETWEEN     P99  REQUESTS  QUALITY
                2025-10-17 14:25  118 ms   240 ms  200–250 ms  340 ms       311  exact
                2025-10-17 14:30  118 ms  unknown           –  340 ms       311  exact

                A step without a row had no requests, or no samples, or was never collected.
                Never collected: 2025-10-17T14:15:00+09:00 to 2025-10-17T14:20:00+09:00

                """)
    }

    @Test("history: no row is explained where every step has one")
    func whole() throws {
        let points = (0..<12).map { Sample.point(Sample.halfPast - 300 * $0) }
        #expect(!Sample.text(.history(try Sample.history(points: points.reversed())), .table).contains("A step"))
        let gap = Sample.text(.history(try Sample.history(points: Array(points.reversed().dropFirst()))), .table)
        #expect(gap.hasSuffix("\n\nA step without a row had no requests, or no samples.\n"))
    }

    @Test("all: a percentile within the first bucket beside a mean that is above it has its bracket told")
    func firstBucket() {
        let p95 = Percentile(milliseconds: 95, lower: 0, upper: 100)
        let text = Sample.text(.all(Sample.latest([Sample.entry("a", p95: p95, mean: 98)])), .table)
        #expect(
            text.hasSuffix(
                "\na: P95 lies within the first bucket, 0–100 ms, and nobody knows where: the mean is 98.0 ms.\n"))
        // A mean beyond the bucket is that of requests which took longer.
        for mean in [94, 101] {
            let other = Sample.text(.all(Sample.latest([Sample.entry("a", p95: p95, mean: Double(mean))])), .table)
            #expect(!other.contains("first bucket"))
        }
        #expect(!Sample.text(.p95(Sample.latest([Sample.entry("a", p95: p95, mean: 98)])), .table).contains("bucket"))
    }

    @Test("where only whole hours are known, every row tells its resolution")
    func resolution() throws {
        let answer = try Sample.history(
            points: [Sample.point(Sample.halfPast - 1800, resolution: .hour), Sample.point(Sample.halfPast)])
        #expect(
            Sample.text(.history(answer), .table).contains(
                """
                  REQUESTS  QUALITY  RESOLUTION
                2025-10-17 14:00  118 ms  240 ms  200–250 ms  340 ms       311  exact            1h
                2025-10-17 14:30  118 ms  240 ms  200–250 ms  340 ms       311  exact            5m

                """))
        let latest = Sample.latest([Sample.entry("a", resolution: .hour)])
        for answer in [Asked.p95(latest), .all(latest)] {
            let lines = Sample.text(answer, .table).split(separator: "\n")
            #expect(lines[0].hasSuffix("QUALITY  RESOLUTION") && lines[1].hasSuffix("exact            1h"))
        }
    }

    @Test("history: where the offset changes on the way, every time tells it")
    func changingOffset() throws {
        let zone = Zone { $0 < Sample.halfPast ? 3600 : 0 }
        let answer = try Sample.history(points: [Sample.point(Sample.halfPast - 300), Sample.point(Sample.halfPast)])
        let text = Asked.history(answer).text(Renderer(format: .table, zone: zone, terminal: .none))
        #expect(text.contains("\n2025-10-17T06:25:00+01:00  ") && text.contains("\n2025-10-17T05:30:00+00:00  "))
    }

    @Test(
        "an empty answer says why",
        arguments: [
            (EmptyReason.noTraffic, "No traffic in the last 24 hours.\n"),
            (.neverCollected, "Nothing has been collected yet; run metricsctl collect.\n"),
            (.unknownModel("x\u{1B}"), "There is no model x\\u001b in the archive.\n"),
            (.noBounds, "No percentiles: the histograms have no finite bucket bounds.\n"),
        ])
    func empty(reason: EmptyReason, text: String) {
        #expect(Sample.text(.p95(Sample.empty(reason)), .table) == text)
        #expect(Sample.text(.all(Sample.empty(reason)), .table) == text)
    }

    @Test("health: a few lines")
    func health() {
        #expect(
            Sample.text(.health(HealthAnswer(overall: Sample.healthy, sources: [])), .table) == """
                status           healthy
                last collection  2025-10-17T14:30:02+09:00, 2.5 min ago
                last run         success at 2025-10-17T14:30:02+09:00
                models           5 with traffic in the last 24 hours
                missing windows  0 in the last 24 hours

                """)
        #expect(
            Sample.text(.health(HealthAnswer(overall: Sample.noData, sources: [])), .table)
                == "no_data: nothing was collected yet: metricsctl collect does that\n")
    }

    @Test("health: several sources have a paragraph each")
    func healthOfSeveral() {
        let answer = HealthAnswer(
            overall: Sample.unhealthy,
            sources: [
                .init(source: SourceID(name: "a", metric: "m"), finding: Sample.healthy),
                .init(source: SourceID(name: "b", metric: "n"), finding: Sample.noData),
            ])
        #expect(
            Sample.text(.health(answer), .table) == """
                unhealthy

                a (m)
                status           healthy
                last collection  2025-10-17T14:30:02+09:00, 2.5 min ago
                last run         success at 2025-10-17T14:30:02+09:00
                models           5 with traffic in the last 24 hours
                missing windows  0 in the last 24 hours

                b (n)
                no_data: nothing was collected yet: metricsctl collect does that

                """)
    }

    @Test("colour is there only where the terminal has it, and changes no column")
    func colour() {
        let answer = Asked.p95(hard)
        let colourful = Sample.text(
            answer, .table, terminal: Terminal(isTerminal: true, width: 80, hasColor: true))
        #expect(colourful.contains("\u{1B}[1mMODEL\u{1B}[0m") && colourful.contains("\u{1B}[33mpartial\u{1B}[0m"))
        let bare = colourful.replacing(/\u{1B}\[[0-9]+m/, with: "")
        #expect(bare == Sample.text(answer, .table))
    }
}

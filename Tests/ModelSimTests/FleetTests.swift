import ArgumentParser
import Incidents
import Latency
import Support
import Testing

@testable import modelsim

@Suite("The fleet and its text")
struct FleetTests {
    @Test("label values are escaped as the text format wants it, and other characters are left alone")
    func escaping() {
        #expect(LabelValue.escaped(#"a"b\c"# + "\nd") == #"a\"b\\c\nd"#)
        #expect(LabelValue.escaped("한국어 🚀 \u{1B}[31m\r\n") == "한국어 🚀 \u{1B}[31m\r\\n")
        #expect(OpenMetricsText.series("m", [("a", "1"), ("b", "\"")]) == #"m{a="1",b="\""} "#)
        #expect(OpenMetricsText.seconds(milliseconds: 1_700_000_000_007) == "1700000000.007")
    }

    @Test("bounds are written as each client library writes them")
    func bounds() {
        #expect([0.005, 1, 2.5, 10].map(ServerKind.plain.le) == ["0.005", "1", "2.5", "10"])
        #expect([0.3, 1, 2.5, 7680].map(ServerKind.vllm.le) == ["0.3", "1.0", "2.5", "7680.0"])
        #expect([0.00625, 600].map(ServerKind.litellm.le) == ["0.00625", "600.0"])
    }

    @Test("every version's bounds are a layout", arguments: ServerKind.allCases)
    func layouts(kind: ServerKind) {
        for version in [ServerVersion.current, .other] {
            #expect(BucketLayout(upperBounds: kind.bounds(of: version)) != nil)
        }
        #expect(kind.bounds(of: .current) != kind.bounds(of: .other))
    }

    @Test("models have well-known names first, then hard ones, then numbers, each once", arguments: ServerKind.allCases)
    func names(kind: ServerKind) {
        let names = ModelNames.first(40, of: kind, hardOnes: true)
        #expect(names.count == 40)
        #expect(Set(names).count == 40)
        #expect(names.contains("한국어 모델"))
        #expect(names.contains { $0.count == 80 })
        #expect(names.last == "model-040")
        #expect(ModelNames.first(9, of: kind, hardOnes: false).last == "model-009")
        #expect(ModelNames.first(8, of: kind, hardOnes: true) == ModelNames.first(8, of: kind, hardOnes: false))
    }

    @Test("replicas' names are distinct and safe in a path", arguments: [1, 3])
    func instanceNames(replicas: Int) {
        var configuration = Fleet.Configuration(seed: 1, start: 0, models: 60, kinds: ServerKind.allCases)
        configuration.replicas = replicas
        let names = Fleet(configuration, until: 3 * 86_400).instances.map(\.name)
        #expect(Set(names).count == names.count)
        #expect(
            names.allSatisfy {
                $0.utf8.allSatisfy { (0x2D...0x39).contains($0) && $0 != 0x2F || (0x61...0x7A).contains($0) }
            })
    }

    @Test(
        "processes and gaps of an instance follow each other without overlap", arguments: [1, 2, 5],
        [1 as UInt64, 2, 3])
    func noOverlaps(replicas: Int, seed: UInt64) {
        var configuration = Fleet.Configuration(seed: seed, start: 1_760_000_100, models: 16)
        configuration.replicas = replicas
        for instance in Fleet(configuration, until: configuration.start + 3 * 86_400).instances {
            for (life, next) in zip(instance.lives, instance.lives.dropFirst()) {
                #expect(life.times.upperBound < next.times.lowerBound)
            }
            for (gap, next) in zip(instance.gaps, instance.gaps.dropFirst()) {
                #expect(gap.times.upperBound < next.times.lowerBound)
            }
        }
    }

    @Test("nobody asks anything in a quiet night, and an incident makes answers ten times as slow")
    func traffic() {
        let quiet = Traffic(
            peakRate: 1, peakHour: 14, quietNights: true, steady: false, medianSeconds: 1, incident: 10..<20)
        #expect(quiet.rate(inMinute: 2 * 60) == 0)
        #expect(quiet.rate(inMinute: 14 * 60) == 1)
        var before = SeededGenerator(seed: 1)
        var during = SeededGenerator(seed: 1)
        let usual = quiet.latency(inMinute: 0, sinceDayStart: 9, using: &before)
        let slow = quiet.latency(inMinute: 0, sinceDayStart: 10, using: &during)
        #expect(abs(slow / usual - 10) < 1e-12)
    }

    @Test("the generator is SplitMix64")
    func generator() {
        // The first outputs for the seed 1234567, as published with the algorithm's reference implementations.
        var generator = SeededGenerator(seed: 1_234_567)
        let first: [UInt64] = (0..<3).map { _ in generator.next() }
        #expect(first == [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423])
    }

    @Test("a start is RFC 3339 or seconds since 1970")
    func start() throws {
        #expect(try FleetOptions.time("1760000000") == 1_760_000_000)
        #expect(try FleetOptions.time("2025-10-09T08:53:20Z") == 1_760_000_000)
        #expect(try FleetOptions.time("2025-10-09T17:53:20+09:00") == 1_760_000_000)
        for text in ["", "yesterday", "-1", "2025-10-09"] {
            #expect(throws: ValidationError.self) { try FleetOptions.time(text) }
        }
    }

    @Test("the Prometheus configuration names the service discovery")
    func configuration() {
        let text = ConfigCommand.text(address: "127.0.0.1:9101", scrapeInterval: 15)
        #expect(text.contains("      - url: http://127.0.0.1:9101/targets\n"))
        #expect(text.contains("  scrape_interval: 15s\n  scrape_timeout: 10s\n"))
    }
}

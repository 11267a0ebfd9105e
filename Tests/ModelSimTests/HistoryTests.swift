import Latency
import Testing

@testable import modelsim

@Suite("A written history")
struct HistoryTests {
    @Test("the same seed gives the same bytes, another seed gives others")
    func determinism() throws {
        let first = try WrittenHistory(hours: 1)
        let again = try WrittenHistory(hours: 1)
        let other = try WrittenHistory(seed: 2, hours: 1)
        #expect(first.metrics == again.metrics)
        #expect(first.truthText == again.truthText)
        #expect(first.metrics != other.metrics)
        #expect(first.truthText != other.truthText)
    }

    @Test("a longer history begins like a shorter one")
    func prefix() throws {
        let short = try WrittenHistory(hours: 1, models: 3)
        let long = try WrittenHistory(hours: 26, models: 3)
        #expect(long.truthText.hasPrefix(short.truthText))
    }

    @Test("every sample's buckets are cumulative and end with its count")
    func bucketsAreCumulative() throws {
        let history = try WrittenHistory(hours: 0.5, kinds: ServerKind.allCases)
        var sample: [Int] = []
        var samples = 0
        for (series, value) in history.samples {
            if series.contains("_bucket{") {
                sample.append(try #require(Int(value)))
            } else if series.contains("_count{") {
                #expect(sample == sample.sorted())
                #expect(sample.last == Int(value))
                samples += 1
                sample = []
            }
        }
        #expect(samples > 1000)
        for row in history.buckets {
            let counts = try #require(row["counts"]).split(separator: "|").compactMap { Int($0) }
            #expect(counts == counts.sorted())
            #expect(counts.count == row["bounds"]?.split(separator: "|").count.advanced(by: 1))
        }
    }

    @Test("in a calm fleet no counter ever falls, no scrape fails and nothing is left unseen but the anchors")
    func calm() throws {
        let history = try WrittenHistory(hours: 0.5, eventful: false)
        var latest: [Substring: Double] = [:]
        for (series, value) in history.samples {
            let value = try #require(Double(value))
            #expect(value >= latest[series, default: 0])
            if series.hasPrefix("up{") { #expect(value == 1) }
            latest[series] = value
        }
        #expect(Set(history.truth.map { $0["events"] }) == ["", "retention-start"])
        #expect(Set(history.truth.map { $0["calm"] }) == ["yes"])
    }

    @Test("all that the replicas served is counted, unseen or waiting")
    func totals() throws {
        let configuration = Fleet.Configuration(seed: 3, start: 1_760_000_100)
        let end = configuration.start + 6 * 3600
        let fleet = Fleet(configuration, until: end)
        let workload = RandomWorkload(configuration: configuration)
        var served = 0
        for instance in fleet.instances {
            for life in instance.lives where life.times.lowerBound <= end * 1000 {
                let from = max(life.times.lowerBound, configuration.start * 1000)
                let through = min(life.times.upperBound - 1, end * 1000)
                for minute in from / 60_000...through / 60_000 {
                    served += workload.requests(of: instance, inMinute: minute).count {
                        $0.time > from && $0.time <= through
                    }
                }
            }
        }
        let history = try WrittenHistory(configuration, hours: 6)
        let totals = history.totals
        #expect(served > 50_000)
        #expect(totals.counted + totals.unseen + totals.waiting == served)
        #expect(history.truth.compactMap { Int($0["requests"] ?? "") }.reduce(0, +) == totals.counted)
        #expect(history.truth.compactMap { Int($0["unseen"] ?? "") }.reduce(0, +) == totals.unseen)
        let counts = history.buckets.compactMap { $0["counts"]?.split(separator: "|").last }.compactMap { Int($0) }
        #expect(counts.reduce(0, +) == totals.counted)
    }

    @Test("eight hours of an eventful fleet show every kind of trouble, and calm models none")
    func eventful() throws {
        let history = try WrittenHistory(hours: 8, models: 16, scrapeInterval: 60)
        var events: [Bool: Set<String>] = [:]
        for row in history.truth {
            let happened = (row["events"] ?? "").split(separator: ";").map(String.init)
            events[row["calm"] == "yes", default: []].formUnion(happened)
        }
        #expect(events[false] == Set(TruthEvent.allCases.map(\.rawValue)))
        #expect(events[true] == ["retention-start"])
        #expect(Set(history.truth.filter { $0["calm"] == "yes" }.map { $0["model"] }).count == 4)
        #expect(Set(history.truth.map { $0["model"] }).count == 16)
        #expect(Set(history.buckets.filter { $0["model"] == "mistral-small" }.map { $0["bounds"] }).count == 2)
        let above = history.truth.filter { (Double($0["p99"] ?? "") ?? 0) > 10 }
        #expect(!above.isEmpty)
        let seriesValues = history.metrics.contains(#"model="a \"quoted\" name, a back\\slash\nand a second line""#)
        #expect(seriesValues)
    }

    @Test("the server's time stamps have milliseconds, and each target has its own place in the interval")
    func timestamps() throws {
        let history = try WrittenHistory(hours: 0.1)
        let ups = history.metrics.split(separator: "\n").filter { $0.hasPrefix("up{") }
        let stamps = ups.compactMap { $0.split(separator: " ").last }
        #expect(Set(stamps.map { $0.suffix(4) }).count > 10)
        #expect(stamps.allSatisfy { $0.suffix(4).first == "." })
        #expect(history.metrics.hasSuffix("\n# EOF\n"))
    }
}

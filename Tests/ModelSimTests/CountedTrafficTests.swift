import Foundation
import Incidents
import Latency
import Testing

@testable import modelsim

@Suite("Traffic counted by the bucket")
struct CountedTrafficTests {
    /// A day of 50 models.
    private static func day(_ seed: UInt64) -> (counted: [[CountedTraffic.Counted]], entropyBits: Double) {
        var traffic = CountedTraffic(models: 50, seed: seed)
        let counted = UTCDay(index: 20_454).windows.windows.map { traffic.counts(in: $0) }
        return (counted, traffic.entropyBits)
    }

    @Test("the same seed gives the same counts, another one others")
    func seeds() {
        #expect(Self.day(1).counted == Self.day(1).counted)
        #expect(Self.day(1).counted != Self.day(2).counted)
    }

    @Test("windows have 740 requests on average, 90 in the middle, a tenth none, and need 3.7 bytes")
    func profile() {
        let day = Self.day(1)
        let requests = day.counted.joined().map { $0.counts.reduce(0, +) }.sorted()
        let all = Double(requests.count)
        #expect((700...780).contains(Double(requests.reduce(0, +)) / all))
        #expect((80...100).contains(requests[requests.count / 2]))
        #expect((0.09...0.11).contains(Double(requests.count { $0 == 0 }) / all))
        #expect((3.6...3.8).contains(day.entropyBits / 8 / all))
    }

    @Test("modelsim counts writes a line for each model of each window, whose counts are those drawn, and the entropy")
    func written() throws {
        let path = FileManager.default.temporaryDirectory.path + "/counts-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: path) }
        let day = UTCDay(index: 20_454)
        try CountsCommand.parse(["--start", "\(day.start)", "--models", "3", "--out", path, "--seed", "5"]).run()
        let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
        #expect(lines[0] == "window_end,model,sum_us,0.005,0.01,0.025,0.05,0.1,0.25,0.5,1,2.5,5,10,+Inf")
        #expect(lines.count == 1 + 3 * UTCDay.windows + 1)
        #expect(lines.last?.hasPrefix("# entropy of the counts: ") == true)
        var traffic = CountedTraffic(models: 3, seed: 5)
        for (place, window) in day.windows.windows.enumerated() {
            for (model, counted) in traffic.counts(in: window).enumerated() {
                let fields = [window.end] + [counted.sumMicroseconds] + counted.counts
                let found = lines[1 + place * 3 + model].split(separator: ",")
                #expect(found[1] == traffic.names[model])
                #expect(([found[0]] + found[2...]).map { Int($0) } == fields)
            }
        }
    }

    @Test("wrong days, models and starts are refused")
    func usage() {
        for wrong in [["--days", "0"], ["--models", "0"], ["--models", "10001"], ["--start", "301"]] {
            #expect(throws: (any Error).self) {
                try CountsCommand.parse(["--start", "0", "--out", "/dev/null"] + wrong)
            }
        }
    }

    @Test("a bucket's count is Poisson-distributed, and its entropy that of what is drawn", arguments: [0.3, 7, 90])
    func poisson(mean: Double) {
        var generator = SeededGenerator(seed: 3)
        let drawn = (0..<100_000).map { _ in generator.poisson(mean) }
        let average = Double(drawn.reduce(0, +)) / 1e5
        let variance = drawn.reduce(0) { $0 + (Double($1) - average) * (Double($1) - average) } / 1e5
        // Five deviations of such an average.
        #expect(abs(average - mean) < 5 * (mean / 1e5).squareRoot())
        #expect(abs(variance / mean - 1) < 0.03)
        let shares = Dictionary(grouping: drawn) { $0 }.values.map { Double($0.count) / 1e5 }
        let bits = shares.reduce(0) { $0 - $1 * log2($1) }
        #expect(abs(bits - Entropy.ofPoisson(mean)) < 0.01)
    }

    @Test("the normal distribution's quantile is where its share says")
    func normal() {
        #expect(abs(Normal.share(below: 1.959964) - 0.975) < 1e-6)
        for share in [0.01, 0.5, 0.9] { #expect(abs(Normal.share(below: Normal.quantile(share)) - share) < 1e-12) }
    }
}

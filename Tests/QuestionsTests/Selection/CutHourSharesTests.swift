import Archive
import Latency
import Testing

@testable import Questions

/// Shares below a limit, of stretches that cut hours whose windows are no longer kept, held against the windows that there were.
@Suite struct CutHourSharesTests {
    private let test: TestArchive
    /// By source, model and window: fast ones and slow ones.
    private let truth: [[Name: [[Int]?]]]

    /// Half a day of two sources, of which the windows of some hours were not all collected.
    init() throws {
        test = try TestArchive()
        var random: UInt64 = 31
        func next(below count: UInt64) -> Int {
            random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((random >> 33) % count)
        }
        var truth: [[Name: [[Int]?]]] = []
        for name: Name in ["a", "b"] {
            let source = try test.source(name)
            var own: [Name: [[Int]?]] = ["m": [], "n": []]
            for number in 1...288 {
                let isCollected = number % 5 > 0 && !(13...18).contains(number) && !(31...36).contains(number)
                var models: [ModelWindow] = []
                for model: Name in ["m", "n"] {
                    let counts = isCollected ? [next(below: 9), next(below: 4)] : nil
                    own[model, default: []].append(counts)
                    if let counts { models.append(try TestArchive.model(model, [0, counts[0], counts[1], 0])) }
                }
                guard isCollected else { continue }
                try test.archive.commit(
                    [CollectedWindow(window: Window(endedAt: TestArchive.time(number * 5)), models: models)], run: nil,
                    of: source)
            }
            try test.archive.seal(of: source, at: TestArchive.time(5000))
            try test.archive.downsampleToHours(of: source, before: TestArchive.time(1440))
            truth.append(own)
        }
        self.truth = truth
    }

    private static func text(_ minutes: Int) -> String {
        "2025-10-17T0\(minutes / 60):\(minutes % 60 < 10 ? "0" : "")\(minutes % 60):00Z"
    }

    /// In millionths, of windows by their numbers from 1; nil without requests.
    private func share(_ models: [Name], _ windows: ClosedRange<Int>) -> Double? {
        var (fast, all) = (0, 0)
        for source in truth {
            for model in models {
                for counts in (source[model] ?? [])[windows.lowerBound - 1...windows.upperBound - 1] {
                    fast += counts?[0] ?? 0
                    all += counts?.reduce(0, +) ?? 0
                }
            }
        }
        return all == 0 ? nil : Double(fast) * 1e6 / Double(all)
    }

    @Test("lie between both ends, wherever the stretch begins and ends")
    func bounds() throws {
        var (exact, cut) = (0, 0)
        for (first, last) in (1...40).flatMap({ first in (first...48).map { (first, $0) } }) {
            var parameters = QueryParameters()
            parameters["from"] = Self.text((first - 1) * 5)
            parameters["to"] = Self.text(last * 5)
            parameters["merge_models"] = "true"
            parameters["merge_sources"] = "true"
            parameters["below"] = "200ms"
            for entry in try test.ask(SummaryQuestion.self, parameters, at: 2000).entries {
                let model = entry.total.key.model
                guard let share = share(model == QuestionScope.allModels ? ["m", "n"] : [model], first...last) else {
                    continue
                }
                let low = try #require(entry.shares[0].low), high = try #require(entry.shares[0].high)
                #expect(Double(low) <= share && share <= Double(high), "\(model) \(first)...\(last)")
                if high - low <= 1 { exact += 1 } else { cut += 1 }
            }
        }
        #expect(exact > 30 && cut > 1000)
    }
}

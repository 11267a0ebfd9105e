import Glibc
import Incidents
import Latency

/// Measures how often verdicts are right: `VerdictBench MONTHS YEARS SEED [SCENARIO...]`, with `rules` as
/// one of the scenarios for how often rules on p95 speak.
@main
enum VerdictBench {
    static let layouts: [(name: String, bounds: [Double])] = [
        ("vllm", [0.3, 0.5, 0.8, 1, 1.5, 2, 2.5, 5, 10, 15, 20, 30, 40, 50, 60, 120, 240, 480, 960, 1920, 7680]),
        ("litellm", [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 120, 300, 420, 600]),
    ]

    static func main() async {
        let numbers = CommandLine.arguments.dropFirst().compactMap { Int($0) }
        guard numbers.count == 3 else {
            print("usage: VerdictBench MONTHS YEARS SEED [SCENARIO...]")
            exit(64)
        }
        let named = CommandLine.arguments.dropFirst(4)
        func isAsked(_ scenario: Scenario) -> Bool { named.isEmpty || named.contains(scenario.rawValue) }
        print("scenario\tbounds\tshift\twhat\thits\ttrials\tshare\tlower95\tupper95")
        for (name, bounds) in layouts {
            guard let layout = BucketLayout(upperBounds: bounds) else { continue }
            for scenario in [Scenario.stationary, .drift, .weekly, .bursts, .storms, .thin] where isAsked(scenario) {
                for shift in scenario == .thin ? [1, 1.2] : [1, 1.1, 1.2] {
                    let study = VerdictStudy(scenario: scenario, layout: layout, shift: shift)
                    let rates = await collect(numbers[0], seed: numbers[2]) { study.rates(seed: $0) }
                    show(rates, scenario.rawValue, name, shift)
                }
            }
            for byPrompts in [true, false] where isAsked(.prompts) {
                let study = TokenStudy(layout: layout, byPrompts: byPrompts)
                let rates = await collect(numbers[0], seed: numbers[2]) { study.rates(seed: $0) }
                show(rates, byPrompts ? "longer prompts" : "same prompts", name, 1.2)
            }
            for scenario in [Scenario.stationary, .drift, .weekly, .bursts, .storms] where isAsked(scenario) {
                for shift in [1, 1.2] { await years(scenario, layout, name, shift, numbers) }
            }
        }
        if named.isEmpty || named.contains("rules") { await rules(numbers[0], seed: numbers[2]) }
    }

    private static func rules(_ months: Int, seed: Int) async {
        let layouts = layouts.compactMap { name, bounds in
            BucketLayout(upperBounds: bounds).map { (name: name, layout: $0) }
        }
        for study in RuleStudy.all(layouts) {
            let rates = await collect(months, seed: seed) { study.rates(seed: $0) }
            show(rates, study.name, "-", 1)
        }
    }

    private static func years(
        _ scenario: Scenario, _ layout: BucketLayout, _ name: String, _ shift: Double, _ numbers: [Int]
    ) async {
        let study = ChangeStudy(scenario: scenario, layout: layout, shift: shift)
        let counter = Counter()
        let rates = await collect(numbers[1], seed: numbers[2]) { seed in
            let found = study.rates(seed: seed)
            counter.add(found.falseOurs, found.falseOtava)
            return found.rates
        }
        show(rates, scenario.rawValue, name, shift)
        let perYear = counter.values.map { Double($0) / Double(numbers[1]) }
        for (what, number) in zip(["false changes a year", "false changes a year, Otava on p95"], perYear) {
            print("\(scenario.rawValue)\t\(name)\t\(shift)\t\(what)\t\t\t\(text(number))\t\t")
        }
    }

    /// Seeds of one run never are those of another.
    private static func collect(
        _ count: Int, seed: Int, _ body: @escaping @Sendable (UInt64) -> Rates
    ) async -> Rates {
        await withTaskGroup(of: Rates.self) { group in
            for number in 0..<count {
                group.addTask { body(UInt64(seed) * 1_000_000 + UInt64(number)) }
            }
            var all = Rates()
            for await rates in group { all.add(rates) }
            return all
        }
    }

    private static func show(_ rates: Rates, _ scenario: String, _ bounds: String, _ shift: Double) {
        for name in rates.names.sorted() {
            guard let rate = rates.values[name] else { continue }
            print(
                "\(scenario)\t\(bounds)\t\(shift)\t\(name)\t\(rate.hits)\t\(rate.trials)\t\(text(rate.share))\t"
                    + "\(text(rate.lower))\t\(text(rate.upper))")
        }
        fflush(nil)
    }

    private static func text(_ share: Double) -> String { "\((share * 10_000).rounded() / 10_000)" }
}

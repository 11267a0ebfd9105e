import Incidents
import Latency
import Support

/// Eight weeks of two models in two regions, window by window, as a collection of all measures would have counted them.
struct Weeks {
    static let days = 56

    /// What the lines of an export are about.
    enum Measure: CaseIterable { case whole, firstToken, inputTokens, outputTokens, errors }

    private static let models: [(name: String, scenario: Scenario)] = [
        ("gpt-oss-120b", .weekly), ("llama-3.3-70b", .prompts),
    ]
    private static let regions = ["eu", "us"]
    private static let day = UTCDay.seconds
    private static let outage = 22 * day + 2 * 3600..<22 * day + 4 * 3600
    private static let slowdown = 43 * day + 9 * 3600
    private static let longerPrompts = 50 * day
    private static let outputTokensPerRequest = 250
    /// The first token comes after this part of the whole time.
    private static let firstTokenPart = 0.2

    private struct Series {
        let model, region: Int
        var whole, firstToken: ScenarioTraffic
    }

    /// Those of the windows that were drawn.
    private(set) var lines: [Measure: [String]] = [:]
    private let start: Int
    private var series: [Series] = []
    private var random: SeededGenerator
    /// Seconds since the beginning.
    private var time = 0

    init(seed: UInt64, start: Int) {
        self.start = start
        random = SeededGenerator(seed: SeededGenerator.seed(seed, 31))
        for model in Self.models.indices {
            for region in Self.regions.indices {
                func traffic(_ bounds: [Double], _ part: UInt64) -> ScenarioTraffic {
                    ScenarioTraffic(
                        Self.models[model].scenario, bounds: bounds, step: Window.seconds,
                        seed: SeededGenerator.seed(seed, 32 + 2 * UInt64(model) + part),
                        incident: Self.incident(model, region))
                }
                let own = UInt64(region) * 16
                series.append(
                    Series(
                        model: model, region: region, whole: traffic(Self.bounds, own),
                        firstToken: traffic(Self.firstTokenBounds.map { $0 / Self.firstTokenPart }, own + 1)))
            }
        }
    }

    private static func incident(_ model: Int, _ region: Int) -> Incident? {
        switch (model, region) {
        case (0, 0): Incident(latency: 1.25, start: slowdown)
        case (1, _): Incident(tokens: 1.5, start: longerPrompts)
        default: nil
        }
    }

    /// Those of vLLM.
    private static let bounds = ServerKind.vllm.bounds(of: .current)
    private static let firstTokenBounds = ServerProfile.vllmFirstTokenBounds

    /// Draws the next window.
    mutating func advance() {
        let end = start + time + Window.seconds
        let isOutage = Self.outage.contains(time)
        time += Window.seconds
        for index in series.indices {
            let (whole, first) = (series[index].whole.next(), series[index].firstToken.next())
            let requests = whole.counts.reduce(0, +)
            let share = isOutage && series[index].model == 0 ? 1.0 / 3 : 0.0005
            let errors = min(requests, random.poisson(Double(requests) * share))
            let line = ExportedWindow(
                end: end, model: Self.models[series[index].model].name, region: Self.regions[series[index].region])
            lines[.whole, default: []].append(line.histogram(Self.bounds, whole.counts, sum: whole.sumMicroseconds))
            lines[.firstToken, default: []].append(
                line.histogram(
                    Self.firstTokenBounds, Self.adjusted(first.counts, to: requests),
                    sum: Int(Double(first.sumMicroseconds) * Self.firstTokenPart)))
            lines[.inputTokens, default: []].append(line.count(whole.inputTokens))
            lines[.outputTokens, default: []].append(line.count(requests * Self.outputTokensPerRequest))
            lines[.errors, default: []].append(line.count(errors, ofClass: "error"))
        }
    }

    /// As many requests as there are; the fullest bucket takes the difference.
    private static func adjusted(_ counts: [Int], to requests: Int) -> [Int] {
        var counts = counts
        var missing = requests - counts.reduce(0, +)
        while missing != 0, let fullest = counts.indices.max(by: { counts[$0] < counts[$1] }) {
            let step = max(missing, -counts[fullest])
            counts[fullest] += step
            missing -= step
        }
        return counts
    }
}

extension Weeks.Measure {
    /// The line of the source.
    var header: String {
        let (metric, name, further) =
            switch self {
            case .whole: ("vllm:e2e_request_latency_seconds", "e2e", "")
            case .firstToken: ("vllm:time_to_first_token_seconds", "ttft", "")
            case .inputTokens: ("vllm:prompt_tokens_total", "input_tokens", #""kind":"counter","#)
            case .outputTokens: ("vllm:generation_tokens_total", "output_tokens", #""kind":"counter","#)
            case .errors:
                (#"vllm:request_success_total{finished_reason=~\"error|abort\"}"#, "errors", #""kind":"counter","#)
            }
        let classLabel = self == .errors ? #","class_label":"finished_reason""# : ""
        return """
            {"source":"cluster-a","metric":"\(metric)","url":"http://localhost:9090","selector":"","model_label":"model_name",\
            "unit":"s","measure":"\(name)",\(further)"labels":["region"]\(classLabel)}

            """
    }
}

/// The lines of an export for one window, model and region.
private struct ExportedWindow {
    let end: Int
    let model, region: String

    func histogram(_ bounds: [Double], _ counts: [Int], sum: Int) -> String {
        let le = bounds.map { "\($0)" }.joined(separator: ",")
        return text(counts, #"{"le":[\#(le)],"counts":[\#(joined(counts))]}"#, sum: "\(sum)")
    }

    func count(_ count: Int, ofClass name: String? = nil) -> String {
        text([count], #"{"le":[],"counts":[\#(count)]}"#, sum: "null", ofClass: name)
    }

    private func joined(_ counts: [Int]) -> String { counts.map(String.init).joined(separator: ",") }

    private func text(_ counts: [Int], _ histogram: String, sum: String, ofClass name: String? = nil) -> String {
        let further = name.map { #","class":"\#($0)""# } ?? ""
        return """
            {"window":"\(Timestamp.text(end, in: .utc))","model":"\(model)","quality":"exact",\
            "requests":\(counts.reduce(0, +)),"sum_us":\(sum),"histograms":[\(histogram)],\
            "labels":{"region":"\(region)"\(further)}}

            """
    }
}

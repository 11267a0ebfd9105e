import TestSupport
import Testing

@testable import Latency

/// The table against what was read in the servers' sources, row by row: preset, metric, type, unit, label.
@Suite("The table of known metrics and the survey")
struct SurveyTests {
    private struct Row: CustomStringConvertible {
        let preset, metric, type, unit, label: String
        var description: String { "\(preset) \(metric)" }

        init?(_ line: Substring) {
            let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            guard fields.count == 5 else { return nil }
            (preset, metric, type, unit, label) = (fields[0], fields[1], fields[2], fields[3], fields[4])
        }
    }

    /// Versions that the survey has under names of their own.
    private static let versions = [
        "vllm-v0": "vllm", "vllm-rust": "vllm", "litellm-old": "litellm", "gaie-old": "gaie",
        "apisix-ai-old": "apisix-ai", "xinference-old": "xinference", "otel-genai-utf8": "otel-genai",
    ]

    private static func rows() throws -> [Row] {
        let lines = try Checkout.text("Tests/LatencyTests/Presets/surveyed.tsv").split(separator: "\n")
        return lines.dropFirst().compactMap { Row($0) }
    }

    private static func found(_ row: Row) -> [KnownMetric] {
        let name = versions[row.preset] ?? row.preset
        let presets = name == "otel-genai" ? [name, "otel-genai-client"] : [name]
        return KnownMetrics.rows.filter { presets.contains($0.preset) && $0.name == row.metric }
    }

    @Test("agree on every server and metric")
    func everyRow() throws {
        let rows = try Self.rows()
        #expect(rows.count > 330)
        // What collect asks for by itself is no server's.
        for row in rows where row.preset != "default" {
            let found = Self.found(row)
            #expect(!found.isEmpty, "\(row) is missing")
            for metric in found {
                #expect(metric.kind.rawValue == row.type || (metric.kind == .sum && row.type == "counter"), "\(row)")
                #expect(Self.unit(metric.quantity) == row.unit, "\(row)")
                // Where nothing names the model, the scrape's job does.
                #expect(
                    metric.modelLabel == (row.label == "-" ? nil : row.label)
                        || (metric.modelLabel == "job" && row.label == "-"), "\(row)")
            }
        }
    }

    private static func unit(_ quantity: KnownMetric.Quantity) -> String {
        switch quantity {
        case .time(let unit): unit.rawValue
        case .tokens: "tokens"
        case .requests: "requests"
        case .other: "other"
        case .unclear: "?"
        }
    }
}

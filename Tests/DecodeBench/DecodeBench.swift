import Foundation
import Prometheus

/// Decodes one answer with the program's own decoder and with Foundation's `JSONDecoder`, in turn, and prints the medians
/// in MB/s (10^6 bytes). `scripts/bench decode` builds and runs it; no other build knows it.
@main
enum DecodeBench {
    private static let pairs = 15

    static func main() throws {
        let body = answer(models: 20, bounds: 12, points: 288)
        let data = Data(body)
        var (own, foundation): ([Double], [Double]) = ([], [])
        // The first pair only warms the caches.
        for round in 0...pairs {
            let ours = try seconds { try sum(ResponseDecoder.decode(body, expecting: .matrix).series) }
            let theirs = try seconds { try sum(JSONDecoder().decode(Answer.self, from: data)) }
            guard ours.result == theirs.result else { fatalError("the two decoders disagree") }
            if round > 0 {
                own.append(ours.seconds)
                foundation.append(theirs.seconds)
            }
        }
        let megabytes = Double(body.count) / 1e6
        let (a, b) = (megabytes / median(own), megabytes / median(foundation))
        print(
            String(
                format: "decoder  %.0f MB/s, JSONDecoder  %.1f MB/s, %.0f times as fast, on an answer of %.1f MB", a, b,
                a / b, megabytes))
    }

    /// What Prometheus says to the sums of 24 hours.
    private static func answer(models: Int, bounds: Int, points: Int) -> [UInt8] {
        var series: [String] = []
        for model in 0..<models {
            for bound in 0..<bounds {
                let values = (0..<points).map { "[\(1_760_702_400 + $0 * 300),\"\(model * 1000 + bound * $0)\"]" }
                let labels = #"{"le":"\#(bound + 1 == bounds ? "+Inf" : "\(bound)")","model":"model-\#(model)"}"#
                series.append(#"{"metric":\#(labels),"values":[\#(values.joined(separator: ","))]}"#)
            }
        }
        let result = series.joined(separator: ",")
        return Array(#"{"status":"success","data":{"resultType":"matrix","result":[\#(result)]}}"#.utf8)
    }

    private static func seconds(_ body: () throws -> Double) rethrows -> (result: Double, seconds: Double) {
        let start = ContinuousClock.now
        let result = try body()
        return (result, (ContinuousClock.now - start) / .seconds(1))
    }

    private static func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }

    private static func sum(_ series: [Series]) -> Double {
        series.reduce(0) { $1.samples.reduce($0) { $0 + $1.value } }
    }

    private static func sum(_ answer: Answer) -> Double {
        answer.data.result.reduce(0) { $1.values.reduce($0) { $0 + $1.value } }
    }

    /// The answer as one would write it for `JSONDecoder`.
    private struct Answer: Decodable {
        struct Content: Decodable { let result: [Row] }
        struct Row: Decodable {
            let metric: [String: String]
            let values: [Point]
        }
        struct Point: Decodable {
            let time: Double
            let value: Double

            init(from decoder: any Decoder) throws {
                var parts = try decoder.unkeyedContainer()
                time = try parts.decode(Double.self)
                value = Double(try parts.decode(String.self)) ?? .nan
            }
        }
        let data: Content
    }
}

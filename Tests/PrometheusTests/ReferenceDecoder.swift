import Foundation
import Latency

// Compiled as one with the decoder by scripts/fuzz.
#if canImport(Prometheus)
    @testable import Prometheus
#endif

/// Reads an answer as Foundation understands it, to be held against what the program's own decoder makes of it.
enum ReferenceDecoder {
    /// How Foundation's reading differs; nil where it does not. Values are compared to the last bit.
    static func disagreement(with answer: QueryAnswer, on body: [UInt8]) -> String? {
        guard let root = try? JSONSerialization.jsonObject(with: Data(body)) as? [String: Any] else {
            return "it is no JSON object"
        }
        guard root["status"] as? String == "success", let data = root["data"] as? [String: Any],
            data["resultType"] as? String == answer.resultType.rawValue
        else { return "it is no success of that type" }
        guard answer.resultType != .scalar else {
            let theirs = samples(in: [data["result"] ?? NSNull()])
            return agree(theirs, answer.series.first?.samples ?? []) ? nil : "the scalar differs"
        }
        guard let result = data["result"] as? [[String: Any]], result.count == answer.series.count else {
            return "it has other series"
        }
        for (theirs, ours) in zip(result, answer.series) {
            let labels = (theirs["metric"] as? [String: String] ?? [:]).reduce(into: Labels()) {
                $0[Name($1.key)] = Name($1.value)
            }
            guard labels == ours.labels else { return "labels differ" }
            let pairs = list(theirs["values"]) + list(theirs["value"].map { [$0] })
            guard agree(samples(in: pairs), ours.samples) else { return "samples differ" }
            let histograms = list(theirs["histograms"]) + list(theirs["histogram"].map { [$0] })
            guard agree(histograms, ours.histograms) else { return "histograms differ" }
        }
        return nil
    }

    private static func agree(_ theirs: [Sample]?, _ ours: [Sample]) -> Bool {
        guard let theirs, theirs.count == ours.count else { return false }
        return zip(theirs, ours).allSatisfy { areSame($0.value, $1.value) && areClose($0.time, $1.time) }
    }

    private static func agree(_ theirs: [Any], _ ours: [HistogramSample]) -> Bool {
        guard theirs.count == ours.count else { return false }
        return zip(theirs, ours).allSatisfy { theirs, ours in
            guard let pair = theirs as? [Any], pair.count == 2, let time = pair[0] as? Double,
                let histogram = pair[1] as? [String: Any], let count = number(histogram["count"]),
                let sum = number(histogram["sum"])
            else { return false }
            let buckets = list(histogram["buckets"]).compactMap { bucket in
                (bucket as? [Any]).map { $0.dropFirst().compactMap(number) }
            }
            return areClose(time, ours.time) && areSame(count, ours.histogram.count) && areSame(sum, ours.histogram.sum)
                && buckets.count == ours.histogram.buckets.count
                && zip(buckets, ours.histogram.buckets).allSatisfy { theirs, ours in
                    theirs.count == 3 && zip(theirs, [ours.lower, ours.upper, ours.count]).allSatisfy(areSame)
                }
        }
    }

    private static func samples(in pairs: [Any]) -> [Sample]? {
        var samples: [Sample] = []
        for pair in pairs {
            guard let pair = pair as? [Any], pair.count == 2, let time = pair[0] as? Double, let value = number(pair[1])
            else { return nil }
            samples.append(Sample(time: time, value: value))
        }
        return samples
    }

    private static func list(_ value: Any?) -> [Any] { value as? [Any] ?? [] }

    private static func number(_ value: Any?) -> Double? { (value as? String).flatMap(Double.init) }

    private static func areSame(_ one: Double, _ other: Double) -> Bool {
        one.isNaN ? other.isNaN : one.bitPattern == other.bitPattern
    }

    /// Foundation rounds numbers of many digits twice.
    private static func areClose(_ one: Double, _ other: Double) -> Bool {
        abs(one - other) <= 1e-14 * max(abs(one), abs(other))
    }
}

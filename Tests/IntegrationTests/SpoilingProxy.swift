import Foundation
import Synchronization
import TestSupport

/// In front of a server: a proxy that spoils some of its answers. The same seed spoils the same ones in the same way,
/// whatever else is asked for at the same time.
final class SpoilingProxy: Sendable {
    private struct State {
        /// How often each query was asked for.
        var asked: [UInt64: UInt64] = [:]
        var spoiled = 0
    }

    private final class Course: Sendable {
        let state = Mutex(State())
    }

    private let course: Course
    let server: CannedServer

    /// How many answers were spoiled.
    var spoiled: Int { course.state.withLock(\.spoiled) }

    /// - Parameter rarity: every so manieth sample of a spoiled answer is.
    init(of url: String, seed: UInt64, rarity: Int) throws {
        let course = Course()
        self.course = course
        server = try CannedServer { request in
            let sound = CannedResponse.forwarded(request, to: url)
            let query = Self.number(request)
            let times = course.state.withLock { state in
                state.asked[query, default: 0] += 1
                return state.asked[query] ?? 0
            }
            var random = SplitMix64(seed: seed &+ query &* 31 &+ times)
            guard let spoiled = Self.spoiled(sound, rarity, &random) else { return sound }
            course.state.withLock { $0.spoiled += 1 }
            return spoiled
        }
    }

    /// FNV-1a of what is asked for.
    private static func number(_ request: CannedRequest) -> UInt64 {
        (request.path.utf8 + request.body).reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    }

    /// nil where the answer is left as it is.
    private static func spoiled(
        _ sound: CannedResponse, _ rarity: Int, _ random: inout SplitMix64
    ) -> CannedResponse? {
        if Int.random(in: 0..<20, using: &random) == 0 { return broken(sound, &random) }
        guard var answer = (try? JSONSerialization.jsonObject(with: Data(sound.body))) as? [String: Any],
            var data = answer["data"] as? [String: Any], let result = data["result"] as? [[String: Any]],
            !result.isEmpty
        else { return nil }
        var series = result
        switch Int.random(in: 0..<10, using: &random) {
        case 0: series.append(series.randomElement(using: &random)!)
        case 1: rename(&series, &random)
        case 2:
            let seconds = [1.0, 3600, -1, -3600].randomElement(using: &random)!
            changeSamples(&series) { [$0 + seconds, $1] }
        default: guard spoilNumbers(of: &series, rarity, &random) else { return nil }
        }
        data["result"] = series
        answer["data"] = data
        guard let body = try? JSONSerialization.data(withJSONObject: answer) else { return .closed }
        return .json(String(decoding: body, as: UTF8.self))
    }

    /// Makes some numbers into ones that no counter has; false where none was hit.
    private static func spoilNumbers(
        of series: inout [[String: Any]], _ rarity: Int, _ random: inout SplitMix64
    ) -> Bool {
        var hasHit = false
        changeSamples(&series) { time, value in
            guard Int.random(in: 0..<rarity, using: &random) == 0, let number = Double(value) else {
                return [time, value]
            }
            hasHit = true
            let others = ["NaN", "-\(number + 1)", "+Inf", "-Inf", "1e+17", "\(number + 0.25)"]
            return [time, others.randomElement(using: &random)!]
        }
        return hasHit
    }

    /// An answer that is none.
    private static func broken(_ sound: CannedResponse, _ random: inout SplitMix64) -> CannedResponse {
        var noGzip = sound
        noGzip.headers.append(("Content-Encoding", "gzip"))
        var cut = sound
        cut.ending = .cutOff(after: sound.body.count / 2)
        let half = CannedResponse.json(String(decoding: sound.body.prefix(sound.body.count / 2), as: UTF8.self))
        return [.closed, .text("not ready", status: 503), noGzip, cut, half].randomElement(using: &random)!
    }

    /// One series has another name for one of its labels.
    private static func rename(_ series: inout [[String: Any]], _ random: inout SplitMix64) {
        let place = series.indices.randomElement(using: &random)!
        guard var labels = series[place]["metric"] as? [String: String],
            let name = labels.keys.sorted().randomElement(using: &random)
        else { return }
        labels["exported_" + name] = labels.removeValue(forKey: name)
        series[place]["metric"] = labels
    }

    private static func changeSamples(_ series: inout [[String: Any]], _ change: (Double, String) -> [Any]) {
        func changed(_ sample: Any) -> Any {
            guard let pair = sample as? [Any], let time = pair[0] as? Double, let value = pair[1] as? String else {
                return sample
            }
            return change(time, value)
        }
        for place in series.indices {
            if let value = series[place]["value"] { series[place]["value"] = changed(value) }
            if let values = series[place]["values"] as? [Any] { series[place]["values"] = values.map(changed) }
        }
    }
}

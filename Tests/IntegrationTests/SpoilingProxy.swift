import Foundation
import Synchronization
import TestSupport

/// In front of a server: a proxy that spoils some of its answers. The same seed spoils the same ones in the same way, as
/// long as it is asked for one after the other.
final class SpoilingProxy: Sendable {
    private struct State {
        var random: SplitMix64
        var spoiled = 0
    }

    private final class Course: Sendable {
        let state: Mutex<State>
        init(seed: UInt64) { state = Mutex(State(random: SplitMix64(seed: seed))) }
    }

    private let course: Course
    let server: CannedServer

    /// How many answers were spoiled.
    var spoiled: Int { course.state.withLock(\.spoiled) }

    init(of url: String, seed: UInt64) throws {
        let course = Course(seed: seed)
        self.course = course
        server = try CannedServer { request in
            let sound = CannedResponse.forwarded(request, to: url)
            return course.state.withLock { state in Self.spoil(sound, &state) }
        }
    }

    private static func spoil(_ sound: CannedResponse, _ state: inout State) -> CannedResponse {
        if Int.random(in: 0..<20, using: &state.random) == 0 {
            state.spoiled += 1
            return broken(sound, &state.random)
        }
        guard var answer = (try? JSONSerialization.jsonObject(with: Data(sound.body))) as? [String: Any],
            var data = answer["data"] as? [String: Any], let result = data["result"] as? [[String: Any]],
            !result.isEmpty
        else { return sound }
        var series = result
        let fault = Int.random(in: 0..<10, using: &state.random)
        switch fault {
        case 0: series.append(series.randomElement(using: &state.random)!)
        case 1: rename(&series, &state.random)
        case 2:
            let seconds = [1.0, 3600, -1, -3600].randomElement(using: &state.random)!
            changeSamples(&series) { [$0 + seconds, $1] }
        default:
            var count = 0
            changeSamples(&series) { time, value in
                guard Int.random(in: 0..<50, using: &state.random) == 0, let number = Double(value) else {
                    return [time, value]
                }
                count += 1
                let others = ["NaN", "-\(number + 1)", "+Inf", "-Inf", "1e+17", "\(number + 0.25)"]
                return [time, others.randomElement(using: &state.random)!]
            }
            guard count > 0 else { return sound }
        }
        state.spoiled += 1
        data["result"] = series
        answer["data"] = data
        guard let body = try? JSONSerialization.data(withJSONObject: answer) else { return .closed }
        return .json(String(decoding: body, as: UTF8.self))
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

import Foundation
import Testing

/// One real Prometheus for all tests of a suite, over the last hour and, for suites that take long, the next one.
///
/// - `request_duration_seconds` of `gpt-4` in the label `model`, and `vllm:e2e_request_latency_seconds` of `qwen` in
///   `model_name`, scraped every 30 s; `vllm:time_to_first_token_seconds` of `qwen` in `model`, as Triton has it
/// - `rare_seconds` of `gpt-4`, scraped every 400 s
/// - `doubled_seconds` of `gpt-4`, stored twice: once with the label `cluster`; and `engines_seconds` of two engines that
///   do alike, but for the latencies
/// - `temperature_celsius`, a gauge, and `up`
enum RecentServer {
    /// Set where a suite has the trait `.recentServer`.
    @TaskLocal static var url = ""

    fileprivate static var history: String {
        let now = Int(Date().timeIntervalSince1970)
        let (first, last) = (now - 3600, now + 3600)
        var history = HistoryText()
        let model = #"model="gpt-4""#
        for (metric, label, every, mean) in [
            ("rare_seconds", model, 400, 1), ("request_duration_seconds", model, 30, 1),
            ("vllm:e2e_request_latency_seconds", #"model_name="qwen""#, 30, 1),
            ("vllm:time_to_first_token_seconds", #"model="qwen""#, 30, 1),
            ("doubled_seconds", model, 30, 0.7), ("doubled_seconds", model + #",cluster="eu""#, 30, 0.7),
            ("engines_seconds", model + #",engine="0""#, 30, 0.7),
            ("engines_seconds", model + #",engine="1""#, 30, 0.8),
        ] {
            for (count, time) in stride(from: first, through: last, by: every).enumerated() {
                let counts = ["0.1", "1.0", "+Inf"].map { (bound: $0, count) }
                history.add(metric, label, counts, sum: mean * Double(count), at: time)
            }
        }
        for time in stride(from: first, through: last, by: 30) { history.addTarget(at: time) }
        return history.text
    }
}

extension Trait where Self == ServedHistory {
    static var recentServer: Self { Self(url: RecentServer.$url) { RecentServer.history } }
}

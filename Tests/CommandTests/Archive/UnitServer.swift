import Foundation
import Testing

/// One real Prometheus for all tests of a suite, with histograms whose names tell little, an hour before and after noon.
///
/// All requests take at most half a second and a fourth of one on the average, one a minute:
/// - `mystery_latency` of `m`, in microseconds, and `mystery_nanos` of `m`
/// - `:tensorflow:serving:request_latency` of `chat` in `model_name`, in microseconds
/// - `apisix_llm_latency` of `chat` in `request_llm_model`, in milliseconds, of whole answers; and ten times as many first
///   tokens that took at most 50 ms
/// - `unlabelled_seconds` of `chat` in `deployment`
/// - `vllm:e2e_request_latency_seconds` of `chat` in `model`, as Triton has it, and `vllm:time_per_output_token_seconds` of
///   `chat` in `model_name`, as vLLM has it, with another `model`
enum UnitServer {
    /// Set where a suite has the trait `.unitServer`.
    @TaskLocal static var url = ""

    static let noon = SmallServer.noon

    fileprivate static var history: String {
        var history = HistoryText()
        for (metric, labels, scale, each) in [
            ("mystery_latency", #"model="m""#, 1e6, 1), ("mystery_nanos", #"model="m""#, 1e9, 1),
            (":tensorflow:serving:request_latency", #"model_name="chat""#, 1e6, 1),
            ("apisix_llm_latency", #"request_llm_model="chat",type="total""#, 1e3, 1),
            ("apisix_llm_latency", #"request_llm_model="chat",type="ttft""#, 100, 10),
            ("unlabelled_seconds", #"deployment="chat""#, 1, 1),
            ("vllm:e2e_request_latency_seconds", #"model="chat""#, 1, 1),
            ("vllm:time_per_output_token_seconds", #"model_name="chat",model="file""#, 1, 1),
        ] {
            for (minute, time) in stride(from: noon - 3600, through: noon + 3600, by: 60).enumerated() {
                let count = minute * each
                let counts = [String(0.5 * scale), String(scale), "+Inf"].map { (bound: $0, count) }
                history.add(metric, labels, counts, sum: 0.25 * scale * Double(count), at: time)
            }
        }
        for time in stride(from: noon - 3600, through: noon + 3600, by: 60) { history.addTarget(at: time) }
        return history.text
    }
}

extension Trait where Self == ServedHistory {
    static var unitServer: Self { Self(url: UnitServer.$url) { UnitServer.history } }
}

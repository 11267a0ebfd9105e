import Archive
import Latency

/// Which part of the requests failed, in millionths, from counters of errors and what counts requests beside them. It is decided source
/// by source, and added up.
enum ErrorShare {
    /// Whether a source leaves out requests that failed.
    ///
    /// A counter of requests does where it is called after successes, and the errors are no part of it by a selector; a latency
    /// where the table of known metrics has it so: what nobody knows is taken for a latency of all.
    static func excludesErrors(_ source: Source, errors: Source) -> Bool {
        guard source.description.kind == .counter else { return source.description.errorsInLatency == .no }
        let metric = source.description.bareMetric
        return metric.text.lowercased().contains("success") && metric != errors.description.bareMetric
    }

    /// All requests of a source, failed ones among them. More errors than requests, as of windows that were scraped between the two,
    /// are all of them.
    static func all(_ count: Int, of errors: Source, requests: Int, of source: Source) -> Int {
        max(count, excludesErrors(source, errors: errors) ? requests.addingClamped(count) : requests)
    }

    /// nil without requests.
    static func millionths(errors: Int, of all: Int) -> Int? {
        all == 0 ? nil : Int((Double(errors) / Double(all) * 1e6).rounded())
    }
}

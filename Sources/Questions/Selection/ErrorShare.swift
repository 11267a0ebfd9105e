import Archive
import Latency

/// Which part of the requests failed, in millionths, from counters of errors and what counts requests beside them.
enum ErrorShare {
    /// Whether some of the sources leave out requests that failed.
    ///
    /// A counter of requests does where it is called after successes, and the errors are no part of it by a selector; a latency
    /// where the table of known metrics has it so: what nobody knows is taken for a latency of all.
    static func excludesErrors(_ sources: [Source], areCounters: Bool, errors: Source) -> Bool {
        sources.contains { source in
            let metric = source.description.bareMetric
            if areCounters {
                return metric.text.lowercased().contains("success") && metric != errors.description.bareMetric
            }
            return KnownMetrics.metrics(named: metric.text).first { $0.measure == .e2e }?.errorsInLatency == .no
        }
    }

    /// All requests, failed ones among them. More errors than requests, as of windows that were scraped between the two, are
    /// all of them.
    static func all(errors: Int, requests: Int, excludingErrors: Bool) -> Int {
        max(errors, excludingErrors ? requests.addingClamped(errors) : requests)
    }

    /// Whether some sources and those of their errors name models by one label.
    static func nameAlike(_ sources: [Source], _ errors: [Source]) -> Bool {
        let labels = Set(sources.map(\.description.modelLabel))
        return errors.allSatisfy { labels.contains($0.description.modelLabel) }
    }

    /// nil without requests.
    static func millionths(errors: Int, of all: Int) -> Int? {
        all == 0 ? nil : Int((Double(errors) / Double(all) * 1e6).rounded())
    }
}

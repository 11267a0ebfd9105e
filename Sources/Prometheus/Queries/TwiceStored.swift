import Latency

/// Targets whose histograms a server has twice: scraped, and pushed or federated with a further label. All they count is
/// counted double.
package struct TwiceStored: Hashable, Sendable {
    package let targets: Int
    /// The first label that tells the copies apart, and its values; an empty one is none.
    package let label: String
    package let values: [String]

    /// - Parameter series: the answer to `HistogramQueries.twiceStored`.
    init?(_ series: [Series]) {
        let replicas = Dictionary(grouping: series) { [$0.labels["job"], $0.labels["instance"]] }
        guard let copies = replicas.values.first else { return nil }
        let names = Set(copies.flatMap(\.labels.keys)).subtracting(["__name__"]).sorted()
        let apart = names.first { name in Set(copies.map { $0.labels[name] ?? "" }).count > 1 }
        guard let label = apart else { return nil }
        targets = replicas.count
        self.label = label.text
        values = Set(series.map { $0.labels[label] ?? "" }).sorted().map(\.text)
    }

    /// `1 target is stored twice, apart by the label cluster`.
    package var text: String {
        (targets == 1 ? "1 target is" : "\(targets) targets are")
            + " stored twice, apart by the label \(label): all that they count is counted double"
    }

    /// What leaves out all copies but one.
    package var selector: String { "\(label)=\(PromQL.quoted(values.first ?? ""))" }
}

extension HistogramQueries {
    /// The sums of latencies of replicas that agree in `job`, `instance` and model with others, and have the same values to
    /// the last bit before and after they changed: those of two replicas never do. nil where nothing is summed up.
    fileprivate var twiceStored: String? {
        guard let sums = selector.sums().first else { return nil }
        let (then, now) = ("\(sums) offset 30m", "\(sums) offset 5m")
        let replica = "(job, instance, \(selector.spelledLabels))"
        let wasTwice = #"count_values by \#(replica) ("metricsctl_sum", \#(then)) > 1"#
        let isTwice = #"count_values by \#(replica) ("metricsctl_sum", \#(now) != \#(then)) > 1"#
        return "\(now) and on \(replica) (\(isTwice)) and on \(replica) (\(wasTwice))"
    }
}

extension PrometheusClient {
    /// nil where there are none, or the server does not tell.
    package func twiceStored(_ queries: HistogramQueries, at window: Window) -> TwiceStored? {
        queries.twiceStored.flatMap { try? evaluate($0, at: window...window) }.flatMap(TwiceStored.init)
    }
}

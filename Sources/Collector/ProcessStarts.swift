import Latency
import Prometheus

/// When processes began: the answer to `HistogramQueries.youngProcesses`.
struct ProcessStarts {
    private struct Target: Hashable {
        let job: String?
        let instance: String?

        init(_ labels: [String: String]) {
            job = labels["job"]
            instance = labels["instance"]
        }
    }

    private struct Process {
        let labels: [String: String]
        var starts: [Window: Double] = [:]

        /// Whether no label that both have says that they are of different targets.
        func agrees(with other: [String: String]) -> Bool {
            labels.allSatisfy { name, value in name == "__name__" || other[name] == nil || other[name] == value }
        }
    }

    private var processes: [Target: [Process]] = [:]

    init(_ series: [Series]) {
        for one in series {
            var process = Process(labels: one.labels)
            for sample in one.samples { process.starts[Window(endedAt: Int(sample.time))] = sample.value }
            processes[Target(one.labels), default: []].append(process)
        }
    }

    /// Seconds since 1970 UTC, as last seen in a window; nil for an old process, and where nothing tells.
    ///
    /// Several processes may share a job and an instance. If their other labels don't tell which one a replica is, none
    /// is taken: the restart of another would count all that the replica ever did once more.
    func start(of replica: [String: String], in window: Window) -> Double? {
        let present = processes[Target(replica)]?.filter { $0.starts[window] != nil } ?? []
        let own = present.count == 1 ? present : present.filter { $0.agrees(with: replica) }
        let starts = Set(own.compactMap { $0.starts[window] })
        return starts.count == 1 ? starts.first : nil
    }
}

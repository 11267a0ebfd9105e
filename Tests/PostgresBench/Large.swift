import Archive
import Glibc
import Latency
import PostgresStore

/// One source of very many series.
struct Large {
    private let url: String
    private let archive: Archive
    private let source: Source
    private let series: Int

    init(_ url: String, series: Int) throws {
        self.url = url
        archive = Archive(store: try PostgresStore.open(url, for: .writing))
        source = try archive.source(Traffic.source("large-\(series)"))
        self.series = series
    }

    func run(windows: Int) throws {
        let range = try commit(windows)
        try Memory.tell("memory of commits")
        try ask("hot", range)
        let sealing = try milliseconds {
            try archive.seal(of: source, at: Traffic.start.end + Archive.sealingDelay)
        }
        tell("sealing \(windows) windows", sealing)
        try Memory.tell("memory, sealing included")
        try ask("sealed", range)
    }

    private func commit(_ windows: Int) throws -> ClosedRange<Window> {
        var traffic = Traffic(models: series)
        let first = Traffic.start.windows.lowerBound
        var times: [Double] = []
        for place in 0..<windows {
            let window = traffic.window(first.advanced(by: place))
            times.append(try milliseconds { try archive.commit([window], run: nil, of: source) })
        }
        tell("first commit, with all names", times[0])
        tell("commit of a window", times.sorted()[windows / 2])
        return first...first.advanced(by: windows - 1)
    }

    /// As those ask who ask, on a connection that is there.
    private func ask(_ what: String, _ range: ClosedRange<Window>) throws {
        let reader = Archive(store: try PostgresStore.open(url, for: .reading))
        let one: Set<Name> = [Name("model-\(series / 2)")]
        tell("\(what), first question, with all names", try read(reader, one, in: range, runs: 1))
        let ours = try read(reader, one, in: range)
        let plain = Plain(url).time(what == "hot" ? partOfEach : chunksOfOne, runs: 21)
        tell("\(what), \(range.count) windows of one series", ours)
        print("\(what), the same by libpq alone: \(rounded(plain)) ms, \(rounded(ours / plain))x")
        tell("\(what), one window of all series", try read(reader, nil, in: range.upperBound...range.upperBound))
    }

    /// As many bytes as 256 series have, of each window.
    private var partOfEach: String {
        let length = "(octet_length(body) * 256 / \(series))"
        return """
            SELECT win, substring(body FROM octet_length(body) / 2 FOR \(length)) FROM metricsctl.hot
            WHERE source = \(source.id) ORDER BY win
            """
    }

    private var chunksOfOne: String {
        """
        SELECT day, body FROM metricsctl.chunk WHERE source = \(source.id) AND day = \(Traffic.start.index)
        AND series = (SELECT min(id) FROM metricsctl.series WHERE source = \(source.id))
        """
    }

    /// The median of some runs.
    private func read(
        _ archive: Archive, _ models: Set<Name>?, in range: ClosedRange<Window>, runs: Int = 21
    ) throws -> Double {
        var times: [Double] = []
        for _ in 0..<(models == nil ? 3 : runs) {
            times.append(
                try milliseconds {
                    var requests = 0
                    _ = try archive.forEachWindow(
                        of: source, in: range, newestFirst: false, selection: SeriesSelection(models: models)
                    ) { window in
                        requests += window.models.reduce(0) { $0 + $1.histogram.requests }
                        return true
                    }
                    guard requests > 0 else { fatalError("nothing was read") }
                })
        }
        return times.sorted()[times.count / 2]
    }

    private func tell(_ what: String, _ milliseconds: Double) { print("\(what): \(rounded(milliseconds)) ms") }
}

enum Memory {
    /// The most that the process has had until now.
    static func tell(_ what: String) throws {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        print("\(what): \(usage.ru_maxrss >> 10) MiB")
    }
}

extension ClosedRange<Window> {
    fileprivate var count: Int { upperBound.index - lowerBound.index + 1 }
}

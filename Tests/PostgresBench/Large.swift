import Archive
import Glibc
import Latency
import PostgresStore

/// One source of very many series.
struct Large {
    private let archive: Archive
    private let source: Source
    private var traffic: Traffic
    private let series: Int

    init(_ url: String, series: Int) throws {
        archive = Archive(store: try PostgresStore.open(url, for: .writing))
        source = try archive.source(Traffic.source("large-\(series)"))
        traffic = Traffic(models: series)
        self.series = series
    }

    func run(windows: Int) throws {
        var traffic = traffic
        let first = Traffic.start.windows.lowerBound
        var times: [Double] = []
        for place in 0..<windows {
            let window = traffic.window(first.advanced(by: place))
            times.append(try milliseconds { try archive.commit([window], run: nil, of: source) })
        }
        tell("first commit, with all names", times[0])
        tell("commit of a window", times.sorted()[windows / 2])
        let range = first...first.advanced(by: windows - 1)
        tell("\(windows) windows of one series", try read([Name("model-\(series / 2)")], in: range))
        tell("one window of all series", try read(nil, in: range.upperBound...range.upperBound))
        let sealing = try milliseconds {
            try archive.seal(of: source, at: Traffic.start.end + Archive.sealingDelay)
        }
        tell("sealing \(windows) windows", sealing)
        tell("sealed, one series", try read([Name("model-\(series / 2)")], in: range))
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        print("largest memory: \(usage.ru_maxrss >> 10) MiB")
    }

    /// The median of three.
    private func read(_ models: Set<Name>?, in range: ClosedRange<Window>) throws -> Double {
        var times: [Double] = []
        for _ in 0..<3 {
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
        return times.sorted()[1]
    }

    private func tell(_ what: String, _ milliseconds: Double) { print("\(what): \(rounded(milliseconds)) ms") }
}

/// A target as history sees it: its running process, and the requests that no scrape has shown.
struct WatchedServer {
    let target: ServedTarget
    private let simulationStart: Int
    private var process: ServedProcess?
    private var text: ServedText
    /// The number of the life that runs, or that will run next.
    private var life = 0
    private var pending: [ServedRequest] = []
    /// Whether this life has been scraped.
    private var scraped = false

    /// - Parameter simulationStart: in milliseconds since 1970 UTC.
    init(_ target: ServedTarget, simulationStart: Int) {
        self.target = target
        self.simulationStart = simulationStart
        text = ServedText(targetLabels: target.targetLabels)
    }

    /// Runs the processes up to `time`. What the end of a process takes with it is lost.
    mutating func advance(to time: Int, workload: ServedWorkload, truth: inout MeasureTruth) {
        let lives = target.instance.lives
        while life < lives.count, lives[life].times.lowerBound <= time {
            var running =
                process
                ?? ServedProcess(target: target, life: life, simulationStart: simulationStart, workload: workload)
            pending += running.advance(to: time, workload: workload)
            guard lives[life].times.upperBound <= time else {
                process = running
                return
            }
            truth.lose(pending, of: target, version: lives[life].version, at: lives[life].times.upperBound)
            (process, pending, scraped) = (nil, [], false)
            text = ServedText(targetLabels: target.targetLabels)
            life += 1
        }
    }

    /// A scrape that the running process answers: the lines that a server stores.
    mutating func scrape(at time: Int, renaming: ServedFleet.Renaming, truth: inout MeasureTruth) -> [UInt8] {
        guard let process else { return [] }
        let version = target.instance.lives[life].version
        if !scraped, process.began < simulationStart {
            // Nothing tells what of the first sample came since.
            truth.lose(pending, of: target, version: version, at: time)
        } else {
            truth.count(pending, of: target, version: version, at: time)
        }
        (pending, scraped) = ([], true)
        let ending = Array(" \(OpenMetricsText.seconds(milliseconds: time))\n".utf8)
        var bytes: [UInt8] = []
        for (place, series) in process.series.enumerated() {
            let family = target.profile.families[series.family]
            for name in renaming.names(of: family, at: time) {
                bytes += text.lines(of: series, at: place, named: name, in: target.profile, ending: ending)
            }
        }
        return bytes
    }
}

import ArgumentParser
import Latency

struct CountsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "counts",
        abstract: "Write what many models count over years, window by window.",
        discussion: """
            Writes CSV: the end of a window, the model, the sum of latencies in microseconds, and the requests of each bucket, \
            not cumulative. The last line is a comment: how many bytes a model-window the counts need at least, by someone \
            who knows the rates that they were drawn with.
            """)

    @Option(help: "The seed that all randomness comes from.")
    var seed: UInt64 = 1

    @Option(
        help: "When the first window begins: RFC 3339 or seconds since 1970 UTC.",
        transform: { text in try FleetOptions.time(text) })
    var start: Int

    @Option(help: "How many days to write.")
    var days = 1

    @Option(help: "How many models there are.")
    var models = 50

    @Option(help: "The file to write to; /dev/stdout for a pipe.")
    var out: String

    func validate() throws {
        guard start.isMultiple(of: Window.seconds) else {
            throw ValidationError("--start must be a multiple of five minutes")
        }
        guard (1...36_525).contains(days) else { throw ValidationError("--days must be 1 to 36525") }
        guard (1...10_000).contains(models) else { throw ValidationError("--models must be 1 to 10000") }
    }

    func run() throws {
        try explainingErrors {
            var file = try OutputFile(creatingAt: out)
            var traffic = CountedTraffic(models: models, seed: seed)
            let bounds = CountedTraffic.bounds.map { ServerKind.plain.le($0) } + ["+Inf"]
            try file.append("window_end,model,sum_us,\(bounds.joined(separator: ","))\n")
            let first = Window(endedAt: start).advanced(by: 1)
            for index in 0..<days * UTCDay.windows {
                let window = first.advanced(by: index)
                for (name, counted) in zip(traffic.names, traffic.counts(in: window)) {
                    let counts = counted.counts.map(String.init).joined(separator: ",")
                    try file.append("\(window.end),\(name),\(counted.sumMicroseconds),\(counts)\n")
                }
            }
            let entropy = traffic.entropyBits / 8 / Double(days * UTCDay.windows * models)
            try file.append("# entropy of the counts: \((entropy * 1000).rounded() / 1000) bytes a model-window\n")
            try file.flush()
        }
    }
}

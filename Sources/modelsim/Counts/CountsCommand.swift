import ArgumentParser
import Incidents
import Latency

struct CountsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "counts",
        abstract: "Write what many models count over years, window by window.",
        discussion: """
            Writes CSV: the end of a window, the model, the sum of latencies in microseconds, and the requests of each bucket, \
            not cumulative. The last line is a comment: how many bytes a model-window the counts need at least, by someone \
            who knows the rates that they were drawn with; of a scenario, what happened and when.
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

    @Option(
        help: ArgumentHelp(
            "What latencies vary by though nothing is wrong: "
                + Scenario.allCases.map(\.rawValue).joined(separator: ", ")
                + ". Without it models differ in traffic and drift apart, and nothing happens to them.",
            valueName: "name"))
    var scenario: Scenario?

    @Option(help: "The server whose bounds a scenario has: plain, vllm or litellm.")
    var kind = ServerKind.vllm

    @OptionGroup var incident: IncidentOptions

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
            if let scenario { try write(scenario, to: &file) } else { try writeTraffic(to: &file) }
            try file.flush()
        }
    }

    private var windows: [Window] {
        let first = Window(endedAt: start).advanced(by: 1)
        return (0..<days * UTCDay.windows).map { first.advanced(by: $0) }
    }

    private func writeTraffic(to file: inout OutputFile) throws {
        var traffic = CountedTraffic(models: models, seed: seed)
        try writeHeader(CountedTraffic.bounds, .plain, to: &file)
        for window in windows {
            for (name, counted) in zip(traffic.names, traffic.counts(in: window)) {
                try write(window, name, counted.sumMicroseconds, counted.counts, to: &file)
            }
        }
        let entropy = traffic.entropyBits / 8 / Double(days * UTCDay.windows * models)
        try file.append("# entropy of the counts: \((entropy * 1000).rounded() / 1000) bytes a model-window\n")
    }

    /// The last line says what happened and when: nobody has to find it out by looking.
    private func write(_ scenario: Scenario, to file: inout OutputFile) throws {
        let bounds = kind.bounds(of: .current)
        let names = ModelNames.first(models, of: kind, hardOnes: false)
        let happened = incident.incident(since: start)
        var traffic = names.indices.map { index in
            ScenarioTraffic(
                scenario, bounds: bounds, step: Window.seconds,
                seed: SeededGenerator.seed(seed, UInt64(index)), incident: happened)
        }
        try writeHeader(bounds, kind, to: &file)
        for window in windows {
            for (index, name) in names.enumerated() {
                let counted = traffic[index].next()
                try write(window, name, counted.sumMicroseconds, counted.counts, to: &file)
            }
        }
        try file.append("# \(scenario.rawValue)\(incident.truth)\n")
    }

    private func writeHeader(_ bounds: [Double], _ kind: ServerKind, to file: inout OutputFile) throws {
        let names = bounds.map(kind.le) + ["+Inf"]
        try file.append("window_end,model,sum_us,\(names.joined(separator: ","))\n")
    }

    private func write(
        _ window: Window, _ name: String, _ sum: Int, _ counts: [Int], to file: inout OutputFile
    ) throws {
        let counts = counts.map(String.init).joined(separator: ",")
        try file.append("\(window.end),\(name),\(sum),\(counts)\n")
    }
}

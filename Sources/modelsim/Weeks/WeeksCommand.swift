import ArgumentParser
import Latency

struct WeeksCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "weeks",
        abstract: "Write eight weeks of two models, and what happened to them, as an export that metricsctl imports.",
        discussion: """
            Two models behind vLLM in two regions. On day 22, counted from 0, a third of the first one's requests fail from 02:00 to \
            04:00; from 09:00 of day 43 on it takes 25 % longer in eu; from day 50 on the second one's prompts are 50 % \
            longer, and its answers take so much longer as prompts explain.
            """)

    @Option(help: "The seed that all randomness comes from.")
    var seed: UInt64 = 1

    @Option(
        help: "When the first window begins, a Monday's midnight in UTC: RFC 3339 or seconds since 1970 UTC.",
        transform: { text in try FleetOptions.time(text) })
    var start: Int

    @Option(help: "The file to write to.")
    var out: String

    func validate() throws {
        guard start.isMultiple(of: UTCDay.seconds), start / UTCDay.seconds % 7 == 4 else {
            throw ValidationError("--start must be a Monday's midnight in UTC")
        }
    }

    func run() throws {
        try explainingErrors {
            var file = try OutputFile(creatingAt: out)
            var weeks = Weeks(seed: seed, start: start)
            for _ in 0..<Weeks.days * UTCDay.windows { weeks.advance() }
            for measure in Weeks.Measure.allCases {
                try file.append(measure.header)
                for line in weeks.lines[measure] ?? [] { try file.append(line) }
            }
            try file.append("{\"end\":true}\n")
            try file.flush()
        }
    }
}

import Archive
import Glibc
import PostgresStore

/// `PostgresBench URL WHAT NUMBER NUMBER`: works on a migrated database as `collect` does, in one process, and prints what
/// that took. Meant for `scripts/bench-postgres`.
///
/// - `commit MODELS COMMITS`: commits windows of one source; prints the median of milliseconds
/// - `collectors COLLECTORS SECONDS`: several of them at once, each with a source and a connection of its own; prints
///   commits per second
/// - `large SERIES WINDOWS`: commits windows of many series, asks for one of them and for all, and seals; prints
///   milliseconds of each
@main
struct PostgresBench {
    static func main() throws {
        let words = CommandLine.arguments
        guard words.count == 5, let first = Int(words[3]), let second = Int(words[4]) else {
            return print("usage: PostgresBench URL commit|collectors|large NUMBER NUMBER")
        }
        switch words[2] {
        case "commit": try Commits(words[1], models: first).run(second)
        case "collectors": try Collectors.run(words[1], first, seconds: second)
        default: try Large(words[1], series: first).run(windows: second)
        }
    }
}

func milliseconds(_ body: () throws -> Void) rethrows -> Double {
    try ContinuousClock().measure(body) / .milliseconds(1)
}

func rounded(_ value: Double) -> String { "\((value * 100).rounded() / 100)" }

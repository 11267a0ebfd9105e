import Archive
import Glibc
import Latency
import Questions

/// `ArchiveBench FOLDER < COUNTS`: fills archives in a new folder with what `modelsim counts` wrote, but its last day, and
/// prints what they take and how long questions take, each beside rows of percentiles asked in SQL. The last day is what
/// comes in while they are asked. Meant for `scripts/bench archive`.
@main
struct ArchiveBench {
    static func main() throws {
        guard CommandLine.arguments.count == 2 else { return print("usage: ArchiveBench FOLDER < COUNTS") }
        let filled = try Filling(folder: CommandLine.arguments[1])
        filled.printSizes()
        try Timings(filled: filled).run()
    }
}

import Archive
import ArgumentParser
import Latency
import Questions

/// `metricsctl archive import`
struct ImportCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Merge an export, or another archive, into the archive.",
        examples: ["metricsctl archive import counts.jsonl", "metricsctl archive import /backups/other-host.db"],
        discussion: """
            FILE has the JSON lines that `archive export` prints, or is another archive. Of a window that both have the \
            better is kept, so that importing a file twice changes nothing; hours of which no windows are kept go where \
            the archive has none of their windows, or just those. With another archive come its exclusions, marks and \
            announcements, those that are there already once. An export with a bad line is refused as a whole; each \
            day is stored at once, and an import that was cut off can be run again.
            """)

    @OptionGroup var archive: ArchiveOptions

    @Argument(help: ArgumentHelp("An export or an archive.", valueName: "file"))
    var file: String

    @Flag(help: "Say on stderr what is stored.")
    var verbose = false

    @OptionGroup var silence: QuietOption

    func validate() throws { try silence.check(verbose: verbose) }

    func run(in context: Context) throws {
        silence.begin(in: context)
        let progress = ProgressLine(of: "MB", in: context)
        defer { progress.end() }
        let path = try archive.path(in: context)
        if try archive.isDefault(in: context) { try ArchiveFolder.create(for: path) }
        var tallies: [Name: Tally] = [:]
        let work = Import(
            archive: try context.archives.creating(at: path), progress: progress, output: context.output,
            archives: context.archives
        ) { source, day, leftOut in
            let name: Name = "\"\(source.description.name)\" (\(source.description.metric))"
            tallies[name, default: Tally()].add(day, leftOut: leftOut)
        }
        try work.run(file, now: context.now())
        progress.end()
        for (source, tally) in tallies.sorted(by: { $0.key < $1.key }) {
            if tally.leftOut > 0 {
                context.output.warning(
                    "\(tally.leftOut.of("hour")) of \(source) left out: the archive has other windows "
                        + "of their days, which they can't be told apart from")
            }
            if verbose { context.output.note("merged \(tally.text) of \(source)") }
        }
    }

    /// What was stored of a source.
    private struct Tally {
        private var windows = 0
        private var hours = 0
        private(set) var leftOut = 0

        mutating func add(_ day: ExportedDay, leftOut: [CollectedHour]) {
            windows += day.windows.count
            hours += day.hours.count - leftOut.count
            self.leftOut += leftOut.count
        }

        var text: String { hours == 0 ? windows.of("window") : "\(windows.of("window")) and \(hours.of("hour"))" }
    }
}

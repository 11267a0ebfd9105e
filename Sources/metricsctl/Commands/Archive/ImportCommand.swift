import Archive
import ArgumentParser

/// `metricsctl archive import`
struct ImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Merges an export, or another archive, into the archive.",
        examples: ["metricsctl archive import counts.jsonl", "metricsctl archive import /backups/other-host.db"],
        discussion: """
            FILE has the JSON lines that `archive export` prints, or is another archive. Of a window that both have the \
            better is kept, so that importing a file twice changes nothing. An export with a bad line is refused as a \
            whole; each day is stored at once, and an import that was cut off can be run again.
            """)

    @OptionGroup var archive: ArchiveOptions

    @Argument(help: ArgumentHelp("An export or an archive.", valueName: "file"))
    var file: String

    @Flag(help: "Say on stderr what is stored.")
    var verbose = false

    func run() throws {
        let path = try archive.path()
        if archive.isDefault { try ArchiveFolder.create(for: path) }
        var counts: [String: Int] = [:]
        let work = Import(archive: try Archive(creatingAt: path)) { source, windows in
            counts["\"\(source.description.name)\" (\(source.description.metric))", default: 0] += windows.count
        }
        try work.run(file, now: Surroundings.now())
        guard verbose else { return }
        for (source, count) in counts.sorted(by: { $0.key < $1.key }) {
            Output.note("merged \(count.of("window")) of \(source)")
        }
    }
}

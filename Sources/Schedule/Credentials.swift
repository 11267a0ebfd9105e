import Latency
import Support

/// Files that a unit's account may not read, such as tokens of root's: systemd hands it copies at every start, in a folder
/// that nobody else can look into. See systemd.exec(5), LoadCredential=.
struct Credentials {
    /// What systemd has in an environment variable, and puts into a command in its place.
    private static let folder = "${CREDENTIALS_DIRECTORY}/"
    private static let key = "LoadCredential="

    /// The job's arguments, with the copies in place of the files.
    let arguments: [String]
    /// The lines of the unit that have them made.
    let lines: [String]

    init(of job: CollectJob) {
        var (arguments, lines) = ([String](), [String]())
        var rest = job.arguments[...]
        while let argument = rest.popFirst() {
            let parts = argument.pieces(by: "=", most: 2)
            guard let option = parts.first, CollectJob.fileOptions.contains(option),
                let path = parts.count == 2 ? parts[1] : rest.popFirst()
            else {
                arguments.append(argument)
                continue
            }
            let name = String(option.dropFirst(2))
            arguments += [option, Self.folder + name]
            // Nothing is quoted in it: all behind the colon is the path.
            lines.append("\(Self.key)\(name):\(path.replacingScalars("%", with: "%%"))")
        }
        (self.arguments, self.lines) = (arguments, lines)
    }

    /// Whether a word of a command is for systemd to complete.
    static func isCopy(_ word: String) -> Bool { word.hasPrefix(folder) }

    /// The files themselves in place of the copies, by the lines of a unit.
    static func files(in arguments: [String], by lines: [String]) -> [String] {
        arguments.map { argument in
            guard isCopy(argument) else { return argument }
            let start = key + argument.dropFirst(folder.count) + ":"
            let line = lines.last { $0.beginsWith(start) }
            return line.flatMap { String($0.utf8.dropFirst(start.utf8.count))?.replacingScalars("%%", with: "%") }
                ?? argument
        }
    }
}

import Support
import YAML

/// Finds and reads the files of a configuration.
package struct ConfigurationFiles: Sendable {
    /// The first file, by the name under which it was found.
    package let path: String
    /// Whether somebody asked for this very file, or it merely lies where such files lie.
    package let isNamed: Bool

    package init(path: String, isNamed: Bool) { (self.path, self.isNamed) = (path, isNamed) }

    /// The places where a file may lie that nobody named, the first one first.
    ///
    /// - Parameter variable: the environment.
    package static func places(_ variable: (String) -> String?) -> [String] {
        var folders = ["/etc"]
        // The XDG base directory specification has relative paths ignored.
        if let folder = variable("XDG_CONFIG_HOME"), folder.hasPrefix("/") {
            folders.insert(folder, at: 0)
        } else if let home = variable("HOME") {
            folders.insert(home + "/.config", at: 0)
        }
        return folders.map { $0 + "/metricsctl/config.yaml" }
    }

    /// The trees of all files, in their order, and what is wrong with them; nil where there is no file.
    func read() -> (files: [String], tree: YAMLNode?, mistakes: [YAMLMistake])? {
        let first: [UInt8]
        do throws(FileReading.Failure) {
            first = try FileReading.bytes(of: path, atMost: 1 << 20)
        } catch {
            if case .missing = error, !isNamed { return nil }
            return ([path], nil, [Self.unreadable(path, error)])
        }
        var reading = YAMLReading(first, file: path)
        let folder = path.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(path[...$0]) } ?? ""
        let more = folder + "config.d"
        do throws(FileReading.Failure) {
            for name in try FileReading.names(in: more, endingWith: ".yaml") { reading.add("\(more)/\(name)") }
        } catch { reading.mistakes.append(Self.unreadable(more, error)) }
        return (reading.files, reading.tree, reading.mistakes)
    }

    fileprivate static func unreadable(_ path: String, _ failure: FileReading.Failure) -> YAMLMistake {
        YAMLMistake(YAMLPosition(file: path, line: 0, column: 0), "cannot be read: \(failure.reason)")
    }
}

/// The files read so far.
private struct YAMLReading {
    private(set) var files: [String]
    private(set) var tree: YAMLNode?
    var mistakes: [YAMLMistake] = []

    init(_ bytes: [UInt8], file: String) {
        files = [file]
        take(bytes, file: file)
    }

    mutating func add(_ path: String) {
        files.append(path)
        do throws(FileReading.Failure) {
            take(try FileReading.bytes(of: path, atMost: 1 << 20), file: path)
        } catch { mistakes.append(ConfigurationFiles.unreadable(path, error)) }
    }

    private mutating func take(_ bytes: [UInt8], file: String) {
        let read = YAMLFile(bytes, file: file)
        mistakes += read.mistakes
        guard let root = read.root else { return }
        guard let before = tree else {
            tree = root
            return
        }
        var merge = TreeMerge()
        tree = merge.merged(before, root)
        mistakes += merge.mistakes
    }
}

import Glibc
import Latency
import Support

/// The units of this machine, written as files and told to systemd with `systemctl`.
package struct Systemd {
    /// Where units live.
    package static let folder = "/etc/systemd/system"
    private static let serve = "metricsctl-serve.service"
    /// One that people may add, from `cron/`: it starts `serve` with its first visitor.
    private static let socket = "metricsctl-serve.socket"

    /// Put before `folder` by packagers, who only want the files: systemd is then not told.
    private let root: String?
    private let runTool: Subprocess.Run

    package init(root: String?, runTool: @escaping Subprocess.Run) { (self.root, self.runTool) = (root, runTool) }

    package var folder: String { (root ?? "") + Self.folder }

    /// Which of these differ from what is there.
    package func changes(_ units: [SystemdUnit]) -> [SystemdUnit] { units.filter { text(of: $0.name) != $0.text } }

    /// Writes units and starts those that start by themselves.
    package func install(_ units: [SystemdUnit]) throws(ScheduleError) {
        if root == nil { try require() }
        for unit in units { try write(unit) }
        try tell("daemon-reload")
        let waits = text(of: Self.socket) != nil
        try tell(
            ["enable", "--now"] + units.map(\.name).filter { Self.startsByItself($0) && !(waits && $0 == Self.serve) })
        // One that was running still has the old text.
        try tell(["try-restart", Self.serve])
    }

    /// Stops units and removes their files; the data stays.
    package func remove(_ names: [String]) throws(ScheduleError) {
        guard !names.isEmpty else { return }
        try tell(["disable", "--now"] + names.filter(Self.startsByItself))
        for name in names {
            let path = "\(folder)/\(name)"
            guard unlink(path) == 0 || errno == ENOENT else { throw failure(path) }
        }
        try tell("daemon-reload")
    }

    /// The names of our units that are there: of one source, or all (nil), `serve` included. What a unit collects says whose
    /// it is: those of earlier versions have other names.
    package func installed(_ source: SourceID? = nil) -> [String] {
        let all = all()
        guard let source else { return all }
        let own = SystemdUnit.collectName(source)
        let names = all.compactMap(Self.collectName).filter { name in
            self.source(of: name).map { $0 == source } ?? (name == own)
        }
        return all.filter { Self.collectName($0).map(names.contains) ?? false }
    }

    /// The units of other sources that lie where those of this one belong, under names of their own: earlier versions gave
    /// several sources one name.
    package func displaced(by source: SourceID) -> [SystemdUnit] {
        let name = SystemdUnit.collectName(source)
        guard let other = self.source(of: name), other != source, let text = text(of: name + ".service") else {
            return []
        }
        let own = SystemdUnit.collectName(other)
        guard own != name, self.text(of: own + ".service") == nil else { return [] }
        let service = text.replacingScalars(name + ".timer", with: own + ".timer")
        return [SystemdUnit(name: own + ".service", text: service), .collectTimer(other)]
    }

    /// The source that the service of this name collects; nil where there is none, or it can't be told.
    private func source(of name: String) -> SourceID? {
        text(of: name + ".service").flatMap(SystemdUnit.job)?.source
    }

    /// A unit's name without its ending; nil where it does not collect.
    private static func collectName(_ unit: String) -> String? {
        guard unit.hasPrefix(SystemdUnit.collectPrefix) else { return nil }
        let ending = [".service", ".timer"].first { unit.hasSuffix($0) }
        return ending.map { String(unit.dropLast($0.count)) }
    }

    private func all() -> [String] {
        guard let folder = opendir(folder) else { return [] }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            let collects = name.hasPrefix(SystemdUnit.collectPrefix) && !name.hasSuffix(".d")
            if collects || [Self.serve, Self.socket].contains(name) { names.append(name) }
        }
        return names.sorted()
    }

    /// What our units collect.
    package func jobs() -> [CollectJob] {
        installed().filter { $0.hasSuffix(".service") }.compactMap { text(of: $0).flatMap(SystemdUnit.job) }
    }

    /// What `systemctl is-active` says: `active`, `inactive`, `failed` …; nil where there is no systemd.
    package func state(of name: String) -> String? {
        let said = runTool("systemctl", ["is-active", name], [])?.output.split(whereSeparator: \.isNewline).first
        return said.map { String($0) }
    }

    package func text(of name: String) -> String? {
        guard let file = fopen("\(folder)/\(name)", "r") else { return nil }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 1 << 16)
        return String(decoding: bytes[..<fread(&bytes, 1, bytes.count, file)], as: UTF8.self)
    }

    private static func startsByItself(_ name: String) -> Bool {
        name.hasSuffix(".timer") || [serve, socket].contains(name)
    }

    private func write(_ unit: SystemdUnit) throws(ScheduleError) {
        let path = "\(folder)/\(unit.name)"
        // Beside its place and then renamed: systemd never reads half of one.
        guard let file = fopen(path + ".new", "w") else { throw failure(path) }
        let isWritten = fputs(unit.text, file) >= 0
        guard fclose(file) == 0, isWritten, rename(path + ".new", path) == 0 else { throw failure(path) }
    }

    private func failure(_ path: String) -> ScheduleError {
        .file(path: path, reason: String(cString: strerror(errno)).lowercased())
    }

    private func require() throws(ScheduleError) {
        guard runTool("systemctl", ["--version"], []) != nil else { throw .missing(program: "systemctl") }
    }

    private func tell(_ arguments: String...) throws(ScheduleError) { try tell(arguments) }

    private func tell(_ arguments: [String]) throws(ScheduleError) {
        guard root == nil else { return }
        guard let result = runTool("systemctl", arguments, []) else { throw .missing(program: "systemctl") }
        guard result.status == 0 else {
            let reason = result.errors.split(whereSeparator: \.isNewline).joined(separator: "; ")
            throw .failed(program: "systemctl \(arguments[0])", reason: reason.isEmpty ? "no reason given" : reason)
        }
    }
}

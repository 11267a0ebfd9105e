import Glibc

/// The units of this machine, written as files and told to systemd with `systemctl`.
package struct Systemd {
    /// Where units live.
    package static let folder = "/etc/systemd/system"
    private static let serve = "metricsctl-serve.service"
    /// One that people may add, from `cron/`: it starts `serve` with its first visitor.
    private static let socket = "metricsctl-serve.socket"

    /// Put before `folder` by packagers, who only want the files: systemd is then not told.
    private let root: String?

    package init(root: String?) { self.root = root }

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

    /// The names of our units that are there: of one source, or all (nil), `serve` included.
    package func installed(_ source: ScheduledSource? = nil) -> [String] {
        guard let folder = opendir(folder) else { return [] }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            let collects = name.hasPrefix("metricsctl-collect") && !name.hasSuffix(".d")
            let isOurs = collects || [Self.serve, Self.socket].contains(name)
            let wanted = source.map(SystemdUnit.collectName).map { [$0 + ".service", $0 + ".timer"] }
            if isOurs, wanted?.contains(name) ?? true { names.append(name) }
        }
        return names.sorted()
    }

    /// What our units collect.
    package func jobs() -> [CollectJob] {
        installed().filter { $0.hasSuffix(".service") }.compactMap { text(of: $0).flatMap(SystemdUnit.job) }
    }

    /// What `systemctl is-active` says: `active`, `inactive`, `failed` …; nil where there is no systemd.
    package static func state(of name: String) -> String? {
        let said = Tool.run("systemctl", ["is-active", name])?.output.split(whereSeparator: \.isNewline).first
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
        guard Tool.run("systemctl", ["--version"]) != nil else { throw .missing(program: "systemctl") }
    }

    private func tell(_ arguments: String...) throws(ScheduleError) { try tell(arguments) }

    private func tell(_ arguments: [String]) throws(ScheduleError) {
        guard root == nil else { return }
        guard let result = Tool.run("systemctl", arguments) else { throw .missing(program: "systemctl") }
        guard result.status == 0 else {
            let reason = result.errors.split(whereSeparator: \.isNewline).joined(separator: "; ")
            throw .failed(program: "systemctl \(arguments[0])", reason: reason.isEmpty ? "no reason given" : reason)
        }
    }
}

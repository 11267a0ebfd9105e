import FoundationEssentials
import Latency
import Support

/// What people read. One line each, naming the file or directory.
extension ArchiveError {
    package var message: String {
        switch self {
        case .missing(let path): "there is no archive at \(path) yet"
        case .directoryMissing(let path, let directory): "cannot create \(path): there is no directory \(directory)"
        case .directoryNotWritable(let directory): "cannot create files in \(directory): it is not writable"
        case .notReadable(let path): "cannot read \(path): permission denied"
        case .notWritable(let path): "cannot write \(path): it is read-only"
        case .isDirectory(let path): "\(path) is a directory, not an archive file"
        case .notRegularFile(let path): "\(path) is not a regular file"
        case .notDatabase(let path): "\(path) is not a SQLite file"
        case .otherApplication(let path): "\(path) is a SQLite file of another application, not a metricsctl archive"
        case .newerVersion(let path, let version, let supported):
            "\(path) was written by a newer metricsctl: archive version \(version), this one knows up to \(supported)"
        case .olderVersion(let path, let version):
            "\(path) was written by an older metricsctl: archive version \(version)"
        case .damaged(let path, let reason), .damagedPart(let path, let reason): "\(path) is damaged: \(reason)"
        case .damagedWindow(let path, let source, let metric, let windowEnd, let reason):
            "the window of \(Self.utc(windowEnd)) of \(metric) of source \"\(source)\" in \(path) is damaged: \(reason)"
        case .damagedDay(let path, let source, let metric, let model, let labels, let day, let reason):
            "\(Self.utc(day * 86_400).prefix(10)) (UTC) of \(Self.series(model, labels)) of \(metric) "
                + "of source \"\(source)\" in \(path) is damaged: \(reason)"
        case .gone(let path, let source, let metric, let start, let end):
            "\(path) is damaged: \(Self.gone(source, metric, start, end))"
        case .unrecovered(let path): "a collection into \(path) was cut off and cannot be undone: the file is read-only"
        case .full(let path): "no space is left to write \(path)"
        case .inputOutput(let path, let reason): "cannot read or write \(path): \(reason)"
        case .busy(let path, let milliseconds):
            "\(path) has been locked by another process for \(Double(milliseconds) / 1000) s"
        case .tookTooLong(let path): "reading \(path) took too long"
        case .interrupted(let path, let reason): "\(path) was interrupted again and again: \(reason)"
        case .passwordInURL: "the URL of the archive has a password in it"
        case .unreachable(let path, let reason): "cannot reach \(path): \(reason)"
        case .denied(let path, let reason): "\(path) refuses: \(reason)"
        case .libraryMissing(let reason): "PostgreSQL needs libpq: \(reason)"
        case .sourceDiffers(let name, let metric, let attribute, let stored, let given):
            "source \"\(name)\" collects \(metric) with \(attribute) \"\(stored)\", not \"\(given)\""
        case .windowOutOfRange(let windowEnd):
            "cannot store the window of \(windowEnd) s since 1970: it is out of range"
        case .unsealable(let path, let model, let day, let reason):
            "cannot store \(Self.utc(day * 86_400).prefix(10)) (UTC) of model \"\(model)\" in \(path): \(reason)"
        case .outOfModels(let path, let model, let limit):
            "cannot store the new model \"\(model)\" in \(path): all \(limit) models that an archive can name are used"
        case .lockFailed(let path, let reason): "cannot lock \(path): \(reason)"
        case .exists(let path): "\(path) exists already"
        case .notWritten(let path, let reason): "cannot write \(path): \(reason)"
        case .failed(let path, let reason): "cannot use \(path): \(reason)"
        }
    }

    private static func series(_ model: Name?, _ labels: [String]) -> String {
        guard let model else { return "all models" }
        return "model \"\(model)\"" + (labels.isEmpty ? "" : " with \(labels.joined(separator: ", "))")
    }

    private static func gone(_ source: Name, _ metric: Name, _ start: Int, _ end: Int) -> String {
        "what was collected of \(metric) of source \"\(source)\" from \(utc(start)) to \(utc(end)) is gone"
    }

    /// What was left out of an answer because it is damaged. Without the file's path: it goes out over HTTP, too.
    package var warning: String {
        switch self {
        case .damagedWindow(_, let source, let metric, let windowEnd, let reason):
            "the window of \(Self.utc(windowEnd)) of \(metric) of source \"\(source)\" is damaged and left out: \(reason)"
        case .damagedDay(_, let source, let metric, let model, let labels, let day, let reason):
            "\(Self.utc(day * 86_400).prefix(10)) (UTC) of \(Self.series(model, labels)) of \(metric) "
                + "of source \"\(source)\" is damaged and left out: \(reason)"
        case .gone(_, let source, let metric, let start, let end): Self.gone(source, metric, start, end)
        case .damagedPart(_, let reason): "the archive is damaged, and what needs it is left out: \(reason)"
        default: message
        }
    }

    /// What is damaged, for those who name the file themselves.
    var reasonOfDamage: String {
        switch self {
        case .damaged(_, let reason), .damagedPart(_, let reason): reason
        case .gone(_, let source, let metric, let start, let end): Self.gone(source, metric, start, end)
        default: message
        }
    }

    package var hint: Hint? {
        switch self {
        case .missing(let path) where DatabaseName.isOne(path): Self.migrationHint(path)
        case .missing: "`metricsctl collect` makes it"
        case .directoryMissing(_, let directory): "mkdir -p \(Self.shellQuoted(directory))"
        case .directoryNotWritable: "SQLite keeps a journal beside the file, so that its directory must be writable too"
        case .notReadable, .notWritable, .lockFailed:
            "check the owner and the mode: `collect` must run as the same user"
        case .isDirectory(let path): "name a file in it: \(.archive, Self.shellQuoted(Self.file(in: path)))"
        case .notRegularFile, .notDatabase, .otherApplication:
            "name another file with \(.archive); this one was not touched"
        case .newerVersion: "use that version, or another file with \(.archive); this one was not touched"
        case .olderVersion(let path, _) where DatabaseName.isOne(path): Self.migrationHint(path)
        case .olderVersion: "the next `metricsctl collect` into it, or metricsctl archive migrate, brings it up to date"
        case .damaged, .damagedPart, .damagedWindow, .damagedDay, .gone: "restore it from a backup"
        case .unrecovered: "query it once as a user who may write it"
        case .full: "make room and try again: what was stored before is intact"
        case .inputOutput: "check the disk; what was stored before is intact where it can be read"
        case .busy(let path, _): "look for a stopped process or an open sqlite3 shell: fuser \(Self.shellQuoted(path))"
        case .sourceDiffers(let name, let metric, let attribute, _, let given):
            Self.otherSourceHint(
                Self.shellQuoted(name.text), Self.shellQuoted(metric.text), unit: attribute == "unit" ? given.text : nil
            )
        case .passwordInURL: "put it into ~/.pgpass or a service file"
        case .denied: "see the roles that `metricsctl archive roles` prints, ~/.pgpass and the server's pg_hba.conf"
        case .libraryMissing: "apt install libpq5"
        case .exists: "name another file, or move this one away: nothing is overwritten"
        case .notWritten: "the archive is unchanged, and nothing of the new file is left"
        case .outOfModels:
            "collect into a new archive: \(.archive, "FILE"); this one can be asked on, and look for labels with ever new values"
        case .unreachable, .tookTooLong, .interrupted, .windowOutOfRange, .unsealable, .failed: nil
        }
    }

    private static func migrationHint(_ path: String) -> Hint {
        // Whoever failed is the writer or the reader most often, and those make no tables.
        let owned = DatabaseName.ofUser(DatabaseName.usualOwner, path)
        return
            "as the owner of its tables, \(DatabaseName.usualOwner) by archive roles: metricsctl archive migrate --db \(shellQuoted(owned))"
    }

    /// - Parameter unit: where the unit is what differs, the given one.
    private static func otherSourceHint(_ name: String, _ metric: String, unit: String?) -> Hint {
        let right = unit.map { unit in
            "; if the stored unit is wrong: metricsctl archive set-unit \(unit) --metric-name \(metric) --source \(name)"
        }
        return
            "give a source of another name: \(.source, "NAME")\(right ?? ""); to begin anew: metricsctl archive forget-source \(name) --metric-name \(metric)"
    }

    /// Seconds since 1970 as people write UTC: 2025-10-17T14:30:00Z.
    private static func utc(_ time: Int) -> String {
        Date(timeIntervalSince1970: Double(time)).formatted(.iso8601)
    }

    private static func file(in directory: String) -> String {
        directory.hasSuffix("/") ? directory + "metrics.db" : directory + "/metrics.db"
    }

    /// The text as one word of a shell command, quoted where it must be.
    private static func shellQuoted(_ text: String) -> String {
        let plain = text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
            case UInt8(ascii: "0")...UInt8(ascii: "9"): true
            case UInt8(ascii: "/"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"): true
            default: false
            }
        }
        if plain, !text.isEmpty { return text }
        return "'" + text.replacingScalars("'", with: "'\\''") + "'"
    }
}

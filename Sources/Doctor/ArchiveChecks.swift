import Archive
import Glibc
import Latency
import Questions
import Support

/// Whether the archive can be read and written, is whole, and has room.
struct ArchiveChecks {
    let path: String
    /// The opened archive, or why there is none.
    let archive: Result<Archive, ArchiveError>
    let archives: any ArchiveOpener
    let now: Int

    /// Larger ones take longer than a doctor should.
    private static let maximumBytesChecked = 256 << 20
    private static let daysChecked = 31
    private static let minimumFree = (problem: 64 << 20, warning: 1 << 30)

    func findings() -> [Finding] {
        DatabaseName.isOne(path) ? [opened(), whole()] + server() : [opened(), writable(), whole(), room()]
    }

    /// Of an archive that is no file.
    private func server() -> [Finding] {
        guard case .success(let archive) = archive, let store = archive.store.examined else { return [] }
        do throws(ArchiveError) {
            return try store.examine().map { finding in
                Finding(
                    finding.subject, finding.advice == nil ? .ok : .warning, finding.text, advice: finding.advice)
            }
        } catch {
            return [Finding("archive", .problem, error.message, advice: error.hint)]
        }
    }

    private func opened() -> Finding {
        switch archive {
        case .success(let archive):
            if let remark = archives.remark(on: archive) {
                Finding("archive", .warning, remark.text, advice: remark.advice)
            } else if let capacity = try? archive.modelCapacity(), let warning = capacity.warning {
                Finding(
                    "archive", capacity.used < capacity.limit ? .warning : .problem, warning,
                    advice: ModelCapacity.hint)
            } else {
                Finding("archive", .ok, path)
            }
        case .failure(.missing):
            Finding(
                "archive", .problem, "there is no archive at \(path)",
                advice: "metricsctl schedule install makes it, or name the right one with \(.archive)")
        case .failure(let error): Finding("archive", .problem, error.message, advice: error.hint)
        }
    }

    private var folder: String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    private func writable() -> Finding {
        let owner: Hint =
            "metricsctl must run as the user who owns it: see ls -l, chown, and whether the disk is mounted read-only"
        for place in [path, folder] where Self.mayAccess(place, F_OK) && !Self.mayAccess(place, W_OK) {
            return Finding(
                "archive writable", .problem, "this user cannot write \(place): \(Self.reason())", advice: owner)
        }
        guard Self.mayAccess(folder, F_OK) else {
            return Finding("archive writable", .problem, "there is no folder \(folder)", advice: "mkdir -p \(folder)")
        }
        return Finding("archive writable", .ok, "this user may write it and its folder")
    }

    private static func mayAccess(_ path: String, _ mode: Int32) -> Bool {
        faccessat(AT_FDCWD, path, mode, AT_EACCESS) == 0
    }

    private static func reason() -> String { SystemReason.text(errno) }

    private func whole() -> Finding {
        guard case .success(let archive) = archive else {
            return Finding("archive whole", .skipped, "it can't be read")
        }
        let advice: Hint = "metricsctl archive verify names all that is damaged; restore it from a backup"
        do throws(ArchiveError) {
            let today = UTCDay(holding: Window(endedAt: now))
            let damage = try Verification.findings(
                in: archive, since: UTCDay(index: today.index - Self.daysChecked),
                maximumBytes: Self.maximumBytesChecked)
            guard let first = damage.first else {
                return Finding(
                    "archive whole", .ok,
                    "no damage in its last \(Self.daysChecked) days; metricsctl archive verify looks at all of it")
            }
            let more = damage.count == 1 ? "" : ", and \(damage.count - 1) more"
            return Finding("archive whole", .problem, first + more, advice: advice)
        } catch {
            return Finding("archive whole", .problem, error.message, advice: error.hint ?? advice)
        }
    }

    private func room() -> Finding {
        var system = statvfs()
        guard statvfs(folder, &system) == 0 else { return Finding("disk", .skipped, "\(folder): \(Self.reason())") }
        let free = Int(system.f_bavail) * Int(system.f_frsize)
        let text = "\(free >> 20) MB are free for \(folder)"
        let verdict: Diagnosis.Verdict =
            free < Self.minimumFree.problem ? .problem : free < Self.minimumFree.warning ? .warning : .ok
        return Finding(
            "disk", verdict, text, advice: verdict == .ok ? nil : "make room: nothing can be stored on a full disk")
    }
}

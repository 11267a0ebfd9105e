import Latency

/// Looks at every byte that an archive holds: SQLite's own check and its foreign keys, every checksum, every total against
/// its parts, and which windows are said to be collected against what is there.
package struct Verification {
    let archive: Archive
    var findings: [String] = []

    /// What is wrong, one line each; empty where nothing is. Others may go on to read and write: nobody waits longer
    /// than for SQLite's own check.
    /// `progress` is told how many sealed days are looked at, of how many.
    package static func findings(
        in archive: Archive, progress: (Int, Int) -> Void = { _, _ in }
    ) throws(ArchiveError) -> [String] {
        var verification = Verification(archive: archive)
        try verification.structure(isQuick: false)
        try verification.told()
        try verification.contents(sealedFrom: nil, progress)
        return verification.findings
    }

    /// The same for those who can't wait, whatever the archive's age: of SQLite's own check the quick one, and that of a
    /// file of at most `maximumBytes`; and what no older day than `day` holds.
    package static func findings(
        in archive: Archive, since day: UTCDay, maximumBytes: Int
    ) throws(ArchiveError) -> [String] {
        var verification = Verification(archive: archive)
        if try archive.size().bytes <= maximumBytes {
            try verification.structure(isQuick: true)
        }
        try verification.contents(sealedFrom: day) { _, _ in }
        return verification.findings
    }

    private mutating func contents(sealedFrom day: UTCDay?, _ progress: (Int, Int) -> Void) throws(ArchiveError) {
        do throws(ArchiveError) {
            let sources = try archive.sources()
            try parts(of: sources)
            try hotWindows(of: sources)
            try coverages(of: sources)
            try chunks(of: sources, from: day, progress)
        } catch {
            try note(error)
        }
    }

    /// What many rows need: names, bounds, the order of rows, and which there should be; and what nothing else refers to.
    private mutating func parts(of sources: [Source]) throws(ArchiveError) {
        let archive = archive
        let found = try archive.read { () throws(ArchiveError) in
            for source in sources {
                try archive.refreshCatalogue(of: source)
                archive.reportGone(of: source, in: Window(index: 0)...Window(index: HotKey.last))
                archive.report(
                    try archive.runs(of: source, after: nil, upTo: .max, failed: false, limit: nil).damages)
                archive.report(try archive.lastSuccess(of: source, at: .max).damages)
                archive.report(try archive.unitChanges(of: source).damages)
            }
        }
        findings += found.damages.all.map(\.reasonOfDamage)
        for damages in [try archive.marks().damages, try archive.exclusions().damages] {
            findings += damages.all.map(\.reasonOfDamage)
        }
    }

    /// Damage is a finding; whatever else keeps it from looking is not.
    mutating func note(_ error: ArchiveError) throws(ArchiveError) {
        switch error {
        case .damaged, .damagedPart: findings.append(error.reasonOfDamage)
        case .damagedWindow, .damagedDay, .gone: findings.append(error.message)
        default: throw error
        }
    }

    /// The store's own.
    private mutating func structure(isQuick: Bool) throws(ArchiveError) {
        try each { (archive, finding) throws(ArchiveError) in try archive.store.check(isQuick: isQuick, finding) }
    }

    private mutating func told() throws(ArchiveError) {
        try each { (archive, finding) throws(ArchiveError) in
            try archive.store.told(of: nil, to: nil) { told in
                if !told.isSound { finding("what a target was told is unreadable") }
            }
        }
    }

    /// What `look` finds, each once.
    private mutating func each(
        _ look: (Archive, (String) -> Void) throws(ArchiveError) -> Void
    ) throws(ArchiveError) {
        var found: [String] = []
        do throws(ArchiveError) {
            try look(archive) { if !found.contains($0) { found.append($0) } }
        } catch {
            try note(error)
        }
        findings += found
    }
}

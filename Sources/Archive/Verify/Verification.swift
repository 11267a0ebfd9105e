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
        try verification.structure()
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
            try verification.rows("PRAGMA quick_check(1)") { $0.text(0) == "ok" ? nil : "SQLite: \($0.text(0))" }
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
    }

    /// Damage is a finding; whatever else keeps it from looking is not.
    mutating func note(_ error: ArchiveError) throws(ArchiveError) {
        switch error {
        case .damaged, .damagedPart: findings.append(error.reasonOfDamage)
        case .damagedWindow, .damagedDay, .gone: findings.append(error.message)
        default: throw error
        }
    }

    private mutating func structure() throws(ArchiveError) {
        try rows("PRAGMA integrity_check") { $0.text(0) == "ok" ? nil : "SQLite: \($0.text(0))" }
        try rows("PRAGMA foreign_key_check") { row in
            "row \(row.integer(1)) of \(row.text(0)) belongs to no \(row.text(2))"
        }
        try rows(SignedTable.told.select) { row in
            SignedTable.told.isSound(row) ? nil : "what a target was told is unreadable"
        }
    }

    /// What `finding` says of the rows, each once.
    private mutating func rows(_ sql: String, _ finding: (Statement) -> String?) throws(ArchiveError) {
        var found: [String] = []
        do throws(ArchiveError) {
            try archive.database.query(sql) { (statement) throws(ArchiveError) in
                while try statement.step() {
                    if let text = finding(statement), !found.contains(text) { found.append(text) }
                }
            }
        } catch {
            try note(error)
        }
        findings += found
    }
}

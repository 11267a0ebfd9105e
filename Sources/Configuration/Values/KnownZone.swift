import Glibc

/// Names of the IANA database.
enum KnownZone {
    private static let folders = ["/usr/share/zoneinfo", "/usr/lib/zoneinfo", "/etc/zoneinfo"]

    /// Whether this machine knows it, or has no database to look in: what needs no zone works without one.
    static func mayBe(_ name: String) -> Bool {
        let folders = folders.filter { access($0, R_OK) == 0 }
        return folders.isEmpty || name == "UTC" || folders.contains { access("\($0)/\(name)", R_OK) == 0 }
    }
}

import Glibc

/// A time zone: how far its clocks are ahead of UTC at any instant.
///
/// A value rather than the process's setting, so that reports can be asked for any zone.
package struct Zone: Sendable {
    private let offset: @Sendable (Int) -> Int

    /// `offset` gives the seconds east of UTC at an instant in seconds since 1970 UTC.
    package init(offset: @escaping @Sendable (Int) -> Int) { self.offset = offset }

    package static let utc = Zone { _ in 0 }

    /// The zone that `TZ`, or else the machine, sets. FoundationEssentials knows no zones, so the C library is asked.
    package static let local: Zone = {
        tzset()
        return Zone { time in
            var seconds = time_t(time)
            var fields = tm()
            return localtime_r(&seconds, &fields) == nil ? 0 : fields.tm_gmtoff
        }
    }()

    /// The zone of a name of the IANA database, which becomes that of the whole process: the C library knows one at a time. nil where
    /// this machine does not know it.
    package static func process(named name: String) -> Zone? {
        guard isKnown(name) == true else { return nil }
        let zone = Zone.local
        setenv("TZ", name == "UTC" ? "UTC0" : ":\(name)", 1)
        tzset()
        return zone
    }

    /// Whether this machine knows the zone of a name of the IANA database; nil where it has no such database.
    package static func isKnown(_ name: String) -> Bool? {
        if name == "UTC" { return true }
        let folders = folders.filter { access($0, R_OK) == 0 }
        return folders.isEmpty ? nil : folders.contains { access("\($0)/\(name)", R_OK) == 0 }
    }

    private static let folders = ["/usr/share/zoneinfo", "/usr/lib/zoneinfo", "/etc/zoneinfo"]

    /// Seconds east of UTC at `time`.
    package func secondsEast(at time: Int) -> Int { offset(time) }

    /// What the clocks show at `time`, as seconds since 1970-01-01T00:00:00 on those clocks.
    package func clock(at time: Int) -> Int { time + offset(time) }

    /// The first instant at which the clocks show `reading` or, where they skip it, something later.
    ///
    /// Special cases: where the clocks go back over `reading` it is the first of the two instants; where they go
    /// forward over it, the instant of the change.
    package func instant(showing reading: Int) -> Int {
        let first = reading - offset(reading - 86_400)
        let second = reading - offset(reading + 86_400)
        var tooEarly = min(first, second)
        if first == second || clock(at: tooEarly) >= reading { return tooEarly }
        var late = max(first, second)
        while late - tooEarly > 1 {
            let middle = tooEarly + (late - tooEarly) / 2
            if clock(at: middle) >= reading { late = middle } else { tooEarly = middle }
        }
        return late
    }
}

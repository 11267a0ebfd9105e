import Schedule

/// The machine that is looked at.
package struct Machine {
    package let crontab: UserCrontab
    package let systemd: Systemd
    /// Whether a daemon runs crontabs.
    package let isCronRunning: () -> Bool
    /// Seconds since 1970 UTC, with their fraction.
    package let clock: () -> Double
    /// The variable TZ, and what the clocks show.
    package let timeZone: String?
    package let localTime: String

    package init(
        crontab: UserCrontab, systemd: Systemd, isCronRunning: @escaping () -> Bool, clock: @escaping () -> Double,
        timeZone: String?, localTime: String
    ) {
        (self.crontab, self.systemd, self.isCronRunning) = (crontab, systemd, isCronRunning)
        (self.clock, self.timeZone, self.localTime) = (clock, timeZone, localTime)
    }

    /// Seconds since 1970 UTC.
    var now: Int { Int(clock().rounded(.down)) }
}

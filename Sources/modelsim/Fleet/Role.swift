/// What a model goes through. Models take the roles in turn; in the calm profile all are `untouched`.
enum Role: Int, CaseIterable, Sendable {
    /// No restarts, outages or gaps.
    case untouched
    /// Replicas restart, after outages of 0 to 40 minutes.
    case restarting
    /// Replicas serve on while nothing scrapes them, for 1 to 30 minutes and once for 3 hours.
    case unobserved
    /// A replica crashes again and again, and others live only for minutes.
    case crashing
    /// Replicas come and go with the load, each under a name of its own.
    case scaled
    /// A new version with other bucket bounds is rolled out and back.
    case rolledOut
    /// An hour of answers ten times as slow, and no troubles with scraping.
    case incident
    /// A few requests an hour, so that most series are born with a request that counts.
    case rare

    /// Whether every request of such a model is shown by ordinary scrapes of ordinary replicas.
    var isCalm: Bool { self == .untouched || self == .incident }
}

/// How long notices may take, so that a run ends before the next one begins.
package struct Allowance {
    /// Nothing is begun after it; what was begun may go on for `Notifier.timeout`.
    let end: ContinuousClock.Instant

    package init(until end: ContinuousClock.Instant) { self.end = end }

    var isUsedUp: Bool { ContinuousClock.now >= end }

    /// An equal part of what is left, for one of so many that have not had theirs: a slow one leaves the others their time.
    func share(of parts: Int) -> Allowance {
        let now = ContinuousClock.now
        return now < end ? Allowance(until: now + (end - now) / max(1, parts)) : self
    }
}

/// How long notices may take, so that a run ends before the next one begins.
package struct Allowance {
    /// Nothing is begun after it; what was begun may go on for `Notifier.timeout`.
    private let end: ContinuousClock.Instant
    private let now: () -> ContinuousClock.Instant

    package init(until end: ContinuousClock.Instant, now: @escaping () -> ContinuousClock.Instant = { .now }) {
        (self.end, self.now) = (end, now)
    }

    var isUsedUp: Bool { now() >= end }

    /// An equal part of what is left, for one of so many that have not had theirs: a slow one leaves the others their time.
    func share(of parts: Int) -> Allowance {
        let start = now()
        return start < end ? Allowance(until: start + (end - start) / max(1, parts), now: now) : self
    }
}

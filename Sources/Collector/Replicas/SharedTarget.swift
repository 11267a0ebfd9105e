/// Finds out whether several processes answer in turn behind one target, such as the workers of a server that was started
/// with more than one, each with counters of its own.
///
/// Their counts rise and fall all the time. Unlike those of one process that crashes again and again they come back, in a
/// single step, to where they fell from.
enum SharedTarget {
    static func shows(in scrapes: [Scrape], pace: CounterRate) -> Bool {
        var returns = 0
        // What was last seen before a fall that has not been made good yet, and what it fell to.
        var fallen: (from: Double, to: Double)?
        for (before, scrape) in zip(scrapes, scrapes.dropFirst()) {
            switch CounterChange.between(before, scrape, pace: pace) {
            case .otherProcess: return true
            case .keptCounters: fallen = nil
            case .restart where scrape.isYounger(than: before): fallen = nil
            case .restart: fallen = (max(fallen?.from ?? 0, before.requests), scrape.requests)
            case .growth, .catchingUp, .otherBounds:
                guard let fall = fallen, scrape.requests >= fall.from else { continue }
                let step = scrape.requests - before.requests
                if fall.from > pace.burst, step >= (fall.from - fall.to) / 2 { returns += 1 }
                fallen = nil
            }
        }
        return returns >= 2
    }
}

extension Scrape {
    /// Whether its process is known to have begun after the one of an earlier scrape.
    fileprivate func isYounger(than before: Scrape) -> Bool {
        guard let processStart, let earlier = before.processStart else { return false }
        return processStart > earlier
    }
}

/// Restarts that no count shows, since small counts have grown past their old values by the next scrape.
///
/// A process that tells its start leaves none hidden. Of the others every replica is suspected whose count, at some scrape
/// of the window, is so small that all of it may have come since the scrape before.
enum UndetectedReset {
    /// - Parameters:
    ///   - scrapes: of the window and the one before it, oldest first.
    ///   - start: when the window starts, in seconds since 1970 UTC.
    static func isPossible(in scrapes: [Scrape], since start: Double, pace: CounterRate) -> Bool {
        zip(scrapes, scrapes.dropFirst()).contains { before, scrape in
            guard scrape.time > start, scrape.processStart == nil, before.requests > 0 else { return false }
            return pace.cannotExclude(scrape.requests, in: scrape.time - before.time)
        }
    }
}

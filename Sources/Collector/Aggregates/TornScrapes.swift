/// Finds out whether scrapes whose buckets don't fit together are of a replica that was read while it counted, or one after
/// the other by a federating server, and not of one whose buckets leave out what is in those below them.
///
/// What the first kind has in some buckets alone it has in all of them at the next scrape.
enum TornScrapes {
    /// Whether that explains all of some scrapes, which come oldest first.
    static func explain(_ scrapes: [Scrape]) -> Bool {
        guard let torn = scrapes.lastIndex(where: { $0.counters.hasNegativeBucket }) else { return true }
        guard torn + 1 < scrapes.count else { return explain(beforeLast: scrapes) }
        // All that follow fit together; one that lags behind began again.
        let (before, after) = (scrapes[torn], scrapes[torn + 1])
        return after.requests >= before.counters.highestCount || after.requests < before.requests
    }

    /// The same where the last one is torn, and nothing tells what comes behind it.
    private static func explain(beforeLast scrapes: [Scrape]) -> Bool {
        let earlier = scrapes.dropLast()
        guard let before = earlier.last else { return false }
        guard before.counters.hasNegativeBucket else { return true }
        return scrapes[scrapes.count - 1].requests >= before.counters.highestCount
    }
}

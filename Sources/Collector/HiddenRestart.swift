/// Restarts that no count shows, since small counts have grown past their old values by the next scrape.
///
/// A process that tells its start leaves none hidden. Of the others a replica is suspected whose count is so small that it
/// may have come about in the last minutes, if there is any trace of trouble: a count that fell in those minutes, or a
/// scrape that is missing.
enum HiddenRestart {
    /// - Parameters:
    ///   - scrapes: of the window and the one before it, oldest first.
    ///   - start: when the window starts, in seconds since 1970 UTC.
    static func isPossible(in scrapes: [Scrape], since start: Double, pace: Pace) -> Bool {
        let pairs = Array(zip(scrapes, scrapes.dropFirst()))
        let inside = pairs.filter { $1.time > start && $1.processStart == nil }
        guard let newest = inside.last?.1, newest.requests <= 10 + 3 * pace.total else { return false }
        let hasFallen = pairs.contains { before, scrape in scrape.hasFallen(since: before) }
        // Two scrapes minutes apart may have had others between them, that is all that can be said.
        let usual = pairs.map { $1.time - $0.time }.sorted()[pairs.count / 2]
        let spacing = pairs.count < 3 ? min(usual, 120) : usual
        return inside.contains { before, scrape in
            let isMissing = scrape.time - before.time > 1.5 * spacing
            return before.requests > 0 && (hasFallen || isMissing)
        }
    }
}

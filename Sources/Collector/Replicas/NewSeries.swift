import Latency

/// A replica of which nothing is known before its first scrape in a window.
struct NewSeries {
    let first: Scrape
    /// The successful scrape of its target before, which did not show the replica.
    let targetScrape: TargetMetadata.EarlierScrape?
    /// How many series its target showed for the first time at the same scrape.
    let seriesAdded: Int
    let pace: CounterRate

    /// A process that began so shortly before a window may not have been scraped yet.
    private static let startupSeconds = 30

    /// In which quality all that the first scrape counts belongs into the window; nil where it does not, since the
    /// replica may have counted it at any time before.
    ///
    /// - its process began in the window, or just before it: exact
    /// - its target was scraped before, without it, and it is sure to be new: exact
    /// - its process began in the window before: spanned, since targets scraped once a minute take that long to be seen
    func quality(in window: Window) -> Quality? {
        let age = first.processStart.map { Double(window.start) - $0 }
        if let age, age < Double(Self.startupSeconds) { return .exact }
        if let targetScrape, isNew(since: targetScrape) { return .exact }
        if let age, age < Double(Window.seconds) { return .spanned }
        return nil
    }

    /// A server that is told to keep what it dropped, or to name it otherwise, finds as many samples as before: the
    /// replica is not new, only its name is. Without that count, or where series went at the same time, only a first
    /// value that can have come since the scrape before is taken for a new one.
    private func isNew(since earlier: TargetMetadata.EarlierScrape) -> Bool {
        if let added = earlier.samplesAdded, added >= 0 { return added >= Double(seriesAdded) }
        return pace.explains(first.requests, in: first.time - earlier.time)
    }
}

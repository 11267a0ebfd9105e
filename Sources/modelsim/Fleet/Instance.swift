import Support

/// One scrape target: a name under which processes follow each other. All times are milliseconds since 1970 UTC.
struct Instance: Sendable {
    /// The value of the `instance` label.
    let name: String
    let model: SimulatedModel
    /// How long after the beginning of each scrape interval it is scraped, 1 or more.
    let offset: Int
    /// From when on it is known to the server, and from when on no more.
    let known: Range<Int>
    /// Its processes, in the order of their time.
    let lives: [Life]
    /// The times when scrapes fail although a process may be running, in the order of their time.
    let gaps: [Gap]

    /// What a scrape at some time meets.
    enum Scrape: Equatable, Sendable {
        /// The life of that number answers.
        case success(life: Int)
        case failure
        /// Nobody asks.
        case missing
    }

    func scrape(at time: Int) -> Scrape {
        if let index = lastIndex(of: gaps, startingAtOrBefore: time, start: \.times.lowerBound),
            gaps[index].times.contains(time)
        {
            return gaps[index].silent ? .missing : .failure
        }
        guard let index = life(at: time) else { return .failure }
        return .success(life: index)
    }

    /// The number of the life that runs at `time`; nil between lives.
    func life(at time: Int) -> Int? {
        guard let index = lastIndex(of: lives, startingAtOrBefore: time, start: \.times.lowerBound),
            lives[index].times.contains(time)
        else { return nil }
        return index
    }

    private func lastIndex<T>(of items: [T], startingAtOrBefore time: Int, start: (T) -> Int) -> Int? {
        let later = items.partitioningIndex { start($0) > time }
        return later == 0 ? nil : later - 1
    }
}

/// One process: its counters start at zero.
struct Life: Sendable {
    let times: Range<Int>
    let version: ServerVersion
}

/// A time when an instance is not scraped successfully, whatever its process does.
struct Gap: Sendable {
    let times: Range<Int>
    /// Whether the server doesn't even try, so that it writes no `up` either.
    let silent: Bool
}

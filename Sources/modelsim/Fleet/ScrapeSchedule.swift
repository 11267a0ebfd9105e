/// All scrapes of a fleet, in order of time: each target once per interval, at its own offset in it.
struct ScrapeSchedule: Sequence, IteratorProtocol {
    enum Event {
        /// The instance of that number in `instances` is asked, or should have been.
        case scrape(Int, time: Int, outcome: Instance.Scrape)
        /// The instance of that number is not known any more.
        case gone(Int)
    }

    let instances: [Instance]
    private let interval: Int
    private let end: Int
    /// The beginning of the current interval.
    private var base: Int
    /// The numbers of the known instances, by offset.
    private var active: [Int] = []
    private var place = 0
    private var nextBorn = 0

    /// - Parameters:
    ///   - instances: in order of the time from which on they are known.
    ///   - interval: in milliseconds.
    ///   - start: every scrape is after it, in milliseconds since 1970 UTC.
    ///   - end: no scrape is after it.
    init(of instances: [Instance], every interval: Int, from start: Int, through end: Int) {
        self.instances = instances
        self.interval = interval
        self.end = end
        base = start
        admitBorn()
    }

    mutating func next() -> Event? {
        while base <= end {
            guard place < active.count else {
                base += interval
                place = 0
                admitBorn()
                continue
            }
            let number = active[place]
            let instance = instances[number]
            let time = base + instance.offset
            if time > end { return nil }
            if time >= instance.known.upperBound {
                active.remove(at: place)
                return .gone(number)
            }
            place += 1
            if time >= instance.known.lowerBound {
                return .scrape(number, time: time, outcome: instance.scrape(at: time))
            }
        }
        return nil
    }

    private mutating func admitBorn() {
        let known = active.count
        while nextBorn < instances.count, instances[nextBorn].known.lowerBound < base + interval {
            active.append(nextBorn)
            nextBorn += 1
        }
        if active.count > known { active.sort { (instances[$0].offset, $0) < (instances[$1].offset, $1) } }
    }
}

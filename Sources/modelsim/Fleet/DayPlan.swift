import Incidents

/// The troubles of one model on one day of the simulation, in milliseconds since that day's start.
///
/// Everything begins and ends within the day, so that days are planned one by one and a longer simulation begins exactly
/// like a shorter one. All kinds of trouble come within the first eight hours: short histories show them too.
struct DayPlan {
    struct Restart {
        let slot: Int
        let at: Int
        let down: Int
        /// The version that runs afterwards; nil for the one before.
        var version: ServerVersion?
    }
    struct SlotGap {
        let slot: Int
        let gap: Gap
    }
    /// In order of time for every slot, and never overlapping.
    private(set) var restarts: [Restart] = []
    private(set) var gaps: [SlotGap] = []
    /// The lives of replicas beyond the permanent ones.
    private(set) var extras: [Range<Int>] = []

    private let slots: Int
    private var generator: SeededGenerator
    private let shift: Int

    static let milliseconds = 86_400_000
    private static let minute = 60_000

    init(role: Role, slots: Int, seed: UInt64) {
        self.slots = slots
        generator = SeededGenerator(seed: seed)
        shift = generator.integer(in: 0...9)
        switch role {
        case .untouched, .incident: break
        case .restarting: restartAll()
        case .unobserved: loseSight()
        case .crashing: crash()
        case .scaled: scale()
        case .rolledOut: rollOut()
        case .rare: restartOften()
        }
    }

    /// That minute of the day, moved by what is random for the model and the day and by some seconds.
    private mutating func moment(_ minute: Int) -> Int {
        (minute + shift) * DayPlan.minute + generator.integer(in: 0...59_999)
    }

    private mutating func restart(_ slot: Int, at minute: Int, downMinutes: Int, to version: ServerVersion? = nil) {
        let down = max(downMinutes * DayPlan.minute, generator.integer(in: 500...2_500))
        restarts.append(Restart(slot: slot % slots, at: moment(minute), down: down, version: version))
    }

    private mutating func restartAll() {
        let plan = [
            (40, 0), (65, 0), (100, 2), (180, 10), (300, 40), (420, 0), (450, 2), (610, 0), (700, 10), (850, 0),
            (930, 40), (1100, 2), (1200, 0), (1380, 0),
        ]
        for (number, (minute, down)) in plan.enumerated() { restart(number, at: minute, downMinutes: down) }
    }

    private mutating func loseSight() {
        let plan = [
            (1, 15, 1), (1, 40, 3), (1, 60, 7), (0, 90, 180), (1, 300, 15), (1, 345, 30), (0, 430, 4), (1, 700, 4),
            (0, 900, 22), (1, 1100, 1), (0, 1200, 12), (1, 1320, 30),
        ]
        for (number, (slot, minute, length)) in plan.enumerated() {
            let start = moment(minute)
            let gap = Gap(times: start..<start + length * DayPlan.minute, silent: number % 3 == 2)
            gaps.append(SlotGap(slot: slot % slots, gap: gap))
        }
    }

    private mutating func crash() {
        for (minute, crashes) in [(130, 25), (800, 15)] {
            var at = moment(minute)
            for _ in 0..<crashes {
                let down = generator.integer(in: 1_000...40_000)
                restarts.append(Restart(slot: 0, at: at, down: down))
                at += down + generator.integer(in: 8_000...110_000)
            }
        }
        for minute in [50, 95, 210, 211, 330, 333, 335, 460, 600, 750, 1000, 1003, 1250] {
            let start = moment(minute)
            extras.append(start..<start + generator.integer(in: 6_000...250_000))
        }
    }

    private mutating func scale() {
        let plan = [(20, 40), (30, 190), (60, 75), (150, 6), (240, 200), (300, 45), (500, 360), (620, 90), (1000, 300)]
        for (minute, length) in plan {
            let start = moment(minute)
            extras.append(start..<start + length * DayPlan.minute + generator.integer(in: 0...60_000))
        }
    }

    private mutating func rollOut() {
        for slot in stride(from: 0, to: slots, by: 2) {
            restart(slot, at: 180 + slot, downMinutes: 0, to: .current)
            restart(slot, at: 540 + slot, downMinutes: 1, to: .other)
        }
    }

    private mutating func restartOften() {
        for (number, minute) in stride(from: 35, to: 1400, by: 55).enumerated() {
            restart(number, at: minute, downMinutes: number % 4 == 3 ? 2 : 0)
        }
    }
}

import Incidents
import Support

/// Lays out the replicas of one model over the days of the simulation.
struct InstancePlanner {
    let model: SimulatedModel
    let configuration: Fleet.Configuration
    let days: Int

    private var start: Int { configuration.start * 1000 }

    func instances() -> [Instance] {
        let plans = (0..<days).map { day in
            DayPlan(
                role: model.role, slots: configuration.replicas,
                seed: SeededGenerator.seed(configuration.seed, UInt64(model.index), UInt64(day), 1))
        }
        return (0..<configuration.replicas).map { permanent(slot: $0, plans: plans) } + extras(plans)
    }

    private func permanent(slot: Int, plans: [DayPlan]) -> Instance {
        let name = "\(model.slug)-\(slot)"
        var generator = SeededGenerator(seed: SeededGenerator.seed(configuration.seed, StableHash.of(name), 2))
        let age = generator.integer(in: 3_600_000...20 * DayPlan.milliseconds)
        var lifeStart = start - age
        var version: ServerVersion = model.role == .rolledOut && slot % 2 == 0 ? .other : .current
        var lives: [Life] = []
        var gaps: [Gap] = []
        for (day, plan) in plans.enumerated() {
            let dayStart = start + day * DayPlan.milliseconds
            for restart in plan.restarts where restart.slot == slot {
                lives.append(Life(times: lifeStart..<dayStart + restart.at, version: version))
                lifeStart = dayStart + restart.at + restart.down
                version = restart.version ?? version
            }
            for planned in plan.gaps where planned.slot == slot {
                let times = planned.gap.times
                let moved = dayStart + times.lowerBound..<dayStart + times.upperBound
                gaps.append(Gap(times: moved, silent: planned.gap.silent))
            }
        }
        lives.append(Life(times: lifeStart..<Int.max, version: version))
        return instance(name, known: start..<Int.max, lives: lives, gaps: gaps)
    }

    private func extras(_ plans: [DayPlan]) -> [Instance] {
        plans.enumerated().flatMap { day, plan in
            plan.extras.enumerated().map { number, planned in
                let dayStart = start + day * DayPlan.milliseconds
                let times = dayStart + planned.lowerBound..<dayStart + planned.upperBound
                let name = "\(model.slug)-day\(day + 1)-\(number + 1)"
                return instance(name, known: times, lives: [Life(times: times, version: .current)], gaps: [])
            }
        }
    }

    private func instance(_ name: String, known: Range<Int>, lives: [Life], gaps: [Gap]) -> Instance {
        var generator = SeededGenerator(seed: SeededGenerator.seed(configuration.seed, StableHash.of(name), 3))
        let offset = generator.integer(in: 1...configuration.scrapeInterval * 1000 - 1)
        return Instance(name: name, model: model, offset: offset, known: known, lives: lives, gaps: gaps)
    }
}

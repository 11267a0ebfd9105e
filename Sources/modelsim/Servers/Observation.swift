/// What a request adds to one metric.
struct Observation {
    /// The metric's place in the profile.
    let family: Int
    /// The labels that the server itself gives the series, in the metric's order.
    let labels: [(name: String, value: String)]
    /// In the metric's unit, and how many of each there are.
    let values: [(value: Double, times: Int)]
}

extension ServerProfile {
    /// All that a request adds, metric by metric.
    func observations(of request: ServedRequest) -> [Observation] {
        families.indices.compactMap { place in
            let family = families[place]
            guard family.scope.contains(request) else { return nil }
            let values = request.values(of: family.quantity).map { (family.number($0.value), $0.times) }
            if values.isEmpty { return nil }
            return Observation(family: place, labels: labels(of: family, request), values: values)
        }
    }

    private func labels(of family: MetricFamily, _ request: ServedRequest) -> [(name: String, value: String)] {
        family.labels.compactMap { label in
            switch label {
            case .constant(let name, let value): (name, value)
            case .model(let name): (name, models[request.model].name)
            case .alias(let name): (name, models[request.model].alias)
            case .team(let name): (name, request.team)
            case .streamed(let name, let yes, let no): (name, request.isStreamed ? yes : no)
            case .outcome(let name, let classes): classes[request.outcome].map { (name, $0) }
            }
        }
    }

    /// The series that are there before any request: those whose labels no request chooses, and of outcomes each.
    func seriesAtZero(of family: MetricFamily, model: Int) -> [[(name: String, value: String)]] {
        var all: [[(name: String, value: String)]] = [[]]
        for label in family.labels {
            switch label {
            case .constant(let name, let value): all = all.map { $0 + [(name, value)] }
            case .model(let name): all = all.map { $0 + [(name, models[model].name)] }
            case .alias(let name): all = all.map { $0 + [(name, models[model].alias)] }
            case .outcome(let name, let classes):
                all = Set(classes.values).sorted().flatMap { value in all.map { $0 + [(name, value)] } }
            case .team, .streamed: return []
            }
        }
        return all
    }

    /// The value of the label that names the model to the truth.
    func modelName(_ labels: [(name: String, value: String)], of family: MetricFamily) -> String {
        let name = family.labels.compactMap { label -> String? in
            switch label {
            case .model(let name), .alias(let name): name
            case .constant, .team, .streamed, .outcome: nil
            }
        }.first
        return labels.first { $0.name == name }?.value ?? ""
    }
}

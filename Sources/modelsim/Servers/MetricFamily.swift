import Latency

/// A metric of a server: its name, what it is made of, and the labels of its series.
struct MetricFamily: Sendable {
    enum Form: Sendable {
        /// - Parameter before: the bounds that another version has; nil for the same.
        case histogram(_ bounds: [Double], before: [Double]? = nil)
        case counter
    }

    /// Which requests it counts.
    enum Scope: Sendable {
        case all, successes, failures
        /// Those that reached the model.
        case accepted
        /// Successful answers in a stream.
        case streams

        func contains(_ request: ServedRequest) -> Bool {
            switch self {
            case .all: true
            case .successes: !request.outcome.isFailure
            case .failures: request.outcome.isFailure
            case .accepted: request.outcome != .rejected
            case .streams: !request.outcome.isFailure && request.isStreamed
            }
        }
    }

    /// A label that a server itself gives a series.
    enum Label: Sendable {
        case constant(String, String)
        /// As the server calls the model.
        case model(String)
        /// As its clients do.
        case alias(String)
        case team(String)
        case streamed(String, yes: String, no: String)
        /// Missing for outcomes that are not among them.
        case outcome(String, [ServedRequest.Outcome: String])
    }

    /// Under which older name it is shown.
    enum Former: Sendable {
        /// Until the fleet's renaming, and for its overlap as well as the new one.
        case renamed(String)
        /// Always, beside the new one.
        case twin(String)

        var name: String {
            switch self {
            case .renamed(let name), .twin(let name): name
            }
        }
    }

    /// As the truth has it, and of which of the counted requests.
    struct Measured: Sendable {
        let measure: Measure
        var scope = Scope.all
    }

    let name: String
    let form: Form
    let quantity: ServedRequest.Quantity
    var scope = Scope.accepted
    /// The first of model or alias among them is the model's name to the truth.
    let labels: [Label]
    let measured: [Measured]
    var former: Former?
    /// Whether it counts whole microseconds; else it has the quantity's own unit.
    var isInMicroseconds = false

    /// A value of the quantity in the metric's unit.
    func number(_ value: Double) -> Double { isInMicroseconds ? (value * 1e6).rounded() : value }

    func bounds(of version: ServerVersion) -> [Double]? {
        switch form {
        case .histogram(let bounds, let before): version == .current ? bounds : before ?? bounds
        case .counter: nil
        }
    }

    /// The label of the outcome's classes, where it has one.
    var classLabel: String? {
        labels.compactMap { if case .outcome(let name, _) = $0 { name } else { nil } }.first
    }
}

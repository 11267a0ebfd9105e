import Latency
import Support

/// Why a question about objectives can't be answered as it was asked.
package enum ObjectiveFault: Equatable, Sendable {
    /// The configuration has none, and none is said by a limit and a target.
    case noObjectives
    /// The configuration has no objective of this name.
    case unknownObjective(Name, known: [Name])
    /// An objective says itself what it is about; nil: none is about that.
    case otherMeasure(Name, of: Name?)
    /// A limit without a target, a target without a limit, or both with an objective's name.
    case belowAndTarget
    /// `below` is no span of time.
    case badLimit(String)
    /// `target` is no share of a whole.
    case badTarget(String)
    /// `past` is no number of periods, or too many.
    case badPast(String)
    /// Periods before a stretch that is none of the calendar, nor rolling.
    case pastOfOneStretch
    /// A picture of an objective, which says itself what it is about.
    case objectiveAlone(String)
    /// What is to be verified says nothing of counts.
    case noReport

    package var message: String {
        switch self {
        case .noObjectives: "there is no objective: the configuration has none"
        case .unknownObjective(let name, let known):
            "there is no objective \"\(name)\", only \(known.map { "\"\($0)\"" }.joined(separator: ", "))"
        case .otherMeasure(let measure, let name?): "objective \"\(name)\" is not about \(measure)"
        case .otherMeasure(let measure, nil): "no objective is about \(measure)"
        case .belowAndTarget: "below and target need each other, and no objective"
        case .badLimit(let text): "below must be a time like 500ms or 2s, got \"\(text)\""
        case .badTarget(let text): "target must be a share like 99% or 0.999, got \"\(text)\""
        case .badPast(let text): "past must be a number from 1 to \(SloRequest.mostPast), got \"\(text)\""
        case .objectiveAlone(let other): "objective and \(other) exclude each other: an objective says what it is about"
        case .noReport: "the file is no report of metricsctl, or was changed"
        case .pastOfOneStretch: "past needs a period of an objective: week, month, quarter, year, 7d, 28d or 30d"
        }
    }

    package var hint: Hint? {
        switch self {
        case .noObjectives: "write one into the configuration, or say --below 2s --target 99%"
        case .belowAndTarget: "say both, such as --below 2s --target 99%, or name an objective"
        case .unknownObjective, .otherMeasure, .badLimit, .badTarget, .badPast, .pastOfOneStretch, .objectiveAlone,
            .noReport:
            nil
        }
    }
}

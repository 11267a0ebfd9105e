import Archive
import Latency
import Questions
import Rendering
import Support

/// A tool as it is called: its arguments, checked, and what else its questions are asked with.
struct ToolCall: Sendable {
    static let mostRows = 200

    private(set) var parameters: QueryParameters
    let maximumRows: Int
    let context: QuestionContext

    init(
        _ arguments: JSON?, of tool: Tool, in context: QuestionContext, defaultSource: Name?
    ) throws(ToolError) {
        var parameters = QueryParameters()
        var rows = tool.usualRows
        for (name, value) in try Self.members(arguments) {
            if name == "limit" {
                rows = try Self.rows(value)
            } else if let parameter = tool.parameters.first(where: { $0.name == name }) {
                // What is null is not given.
                if value != .null { parameters.set(parameter.query, try parameter.values(of: value)) }
            } else {
                throw .unknownArgument(name, known: tool.parameters.map(\.name) + ["limit"])
            }
        }
        parameters.at = parameters.at.map { Timestamp.spelledOut($0, in: context.zone) }
        parameters.defaultSource = defaultSource
        (self.parameters, self.context, maximumRows) = (parameters, context, rows)
    }

    private static func members(_ arguments: JSON?) throws(ToolError) -> [(String, JSON)] {
        switch arguments {
        case nil, .null: return []
        case .object(let members): return members.map { ($0.name, $0.value) }
        default: throw .noObject
        }
    }

    private static func rows(_ value: JSON) throws(ToolError) -> Int {
        guard case .number(let digits) = value, let rows = Int(digits), (1...mostRows).contains(rows) else {
            throw .badLimit(most: mostRows)
        }
        return rows
    }

    /// With a step that gives few rows, where none is said.
    func withFittingStep() throws -> ToolCall {
        guard parameters.step == nil else { return self }
        let now = try parameters.moment(now: context.now)
        let range = try TimeRange(parameters, now: now, zone: context.zone, usualHours: 1)
        var call = self
        call.parameters.step =
            HistoryStep.allCases.first {
                $0.count(from: range.start, to: range.end, in: context.zone) <= Self.fewRows
            }?.rawValue
        return call
    }

    private static let fewRows = 48

    /// What a question answers, as JSON.
    ///
    /// - Parameters:
    ///   - names: the parameters that the question takes of those that are given; nil for all of them.
    ///   - fields: the columns that are told.
    func answer<Asked: TabularQuestion>(
        _ question: Asked.Type, _ fields: [ToolField], only names: Set<String>? = nil, from archive: Archive?
    ) throws -> String {
        var own = parameters
        if let names {
            for name in ["against", "since", "with", "hours", "from", "to", "period"] where !names.contains(name) {
                own.set(name, [])
            }
        }
        let answer = try Asked(own, in: context).answer(from: archive)
        let brief = BriefRendering(
            zone: context.zone, columns: Set(fields.map(\.column)), maximumRows: maximumRows)
        return brief.text(
            of: answer, to: question, now: try own.moment(now: context.now), sources: try sources(archive))
    }

    /// The sources that are asked, each once.
    private func sources(_ archive: Archive?) throws -> [Name] {
        let asked = Set(parameters.all("source"))
        var seen: Set<Name> = []
        return try (archive?.sources() ?? []).map(\.description.name).filter { name in
            (asked.isEmpty || asked.contains(name)) && seen.insert(name).inserted
        }
    }
}

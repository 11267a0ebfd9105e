import Latency
import Questions
import Rendering

/// A question as scripts and panels ask it: behind the command's name nothing but whole options, each with its value.
///
/// They ask again and again, and ArgumentParser takes longer to read such a line than most answers do: each type of option
/// that it looks at costs several searches through all conformances of the program. Here an option is the parameter of its
/// name, as it is in a URL. All else, right or wrong, is ArgumentParser's, and so is every complaint.
enum PlainQuestion {
    /// - Returns: false, with nothing done, where the line is not a plain question.
    static func ask(_ arguments: [String], in context: Context) throws -> Bool {
        let options = arguments.dropFirst()
        // Type by type: what is compiled for each starts faster than what is compiled for all.
        switch arguments.first {
        case P95Question.name: return try ask(P95Question.self, options, in: context)
        case AllQuestion.name: return try ask(AllQuestion.self, options, in: context)
        case HistoryQuestion.name: return try ask(HistoryQuestion.self, options, in: context)
        case ModelsQuestion.name: return try ask(ModelsQuestion.self, options, in: context)
        case SummaryQuestion.name: return try ask(SummaryQuestion.self, options, in: context)
        case CompareQuestion.name: return try ask(CompareQuestion.self, options, in: context)
        case ChangesQuestion.name: return try ask(ChangesQuestion.self, options, in: context)
        case SloQuestion.name: return try ask(SloQuestion.self, options, in: context)
        case HealthQuestion.name: return try ask(HealthQuestion.self, options, in: context)
        default: return false
        }
    }

    private static func ask<Asked: TabularQuestion>(
        _: Asked.Type, _ options: ArraySlice<String>, in context: Context
    ) throws -> Bool {
        guard let query = Query<Asked>(plain: options, in: context) else { return false }
        try query.run(in: context)
        return true
    }
}

extension Query {
    /// Nil where the options are not plain.
    init?(plain options: ArraySlice<String>, in context: Context) {
        guard let route = Asked.route else { return nil }
        var line = PlainOptions(route: route)
        var rest = options
        while let option = rest.popFirst() {
            guard line.add(option, value: { rest.popFirst() }) else { return nil }
        }
        for moment in ["at", "since"] {
            guard let text = line.parameters[moment]?.first?.text else { continue }
            line.parameters[moment] = TimeArgument.spelledOut(text, in: context).map { [Name($0)] }
        }
        self.init(
            parameters: QueryParameters(line.parameters), db: line.db, config: line.config, format: line.format)
    }
}

/// The options of a plain question, one after the other.
private struct PlainOptions {
    let route: Route
    var parameters: [String: [Name]] = [:]
    private(set) var db: String?
    private(set) var config: String?
    private(set) var format: OutputFormat?

    init(route: Route) { self.route = route }

    /// Parameters that are given without a value.
    private static let flags: Set = ["merge_sources", "merge_models"]

    /// - Parameter value: the next word.
    /// - Returns: false for what is not plain: an option that is not known, has no value of its own, or is given twice.
    mutating func add(_ option: String, value: () -> String?) -> Bool {
        if option == "--json" { return set(\.format, to: .json) }
        guard let name = Self.parameter(of: option) else { return false }
        if Self.flags.contains(name) { return add(Name(""), to: name) }
        guard let value = value(), !value.isEmpty, !value.hasPrefix("-") else { return false }
        switch name {
        case "db": return set(\.db, to: value)
        case "config": return set(\.config, to: value)
        case "format": return set(\.format, to: OutputFormat(rawValue: value))
        default: return add(Name(value), to: name)
        }
    }

    /// `--metric-name` is metric_name; `--model` alone has another name in URLs.
    private static func parameter(of option: String) -> String? {
        guard option.hasPrefix("--"), !option.contains("_"), option != "--model-name" else { return nil }
        return option == "--model" ? "model_name" : String(option.dropFirst(2).map { $0 == "-" ? "_" : $0 })
    }

    private mutating func add(_ value: Name, to name: String) -> Bool {
        guard route.parameters.contains(name), parameters[name] == nil || route.repeatable.contains(name) else {
            return false
        }
        parameters[name, default: []].append(value)
        return true
    }

    private mutating func set<Value>(_ setting: WritableKeyPath<Self, Value?>, to value: Value?) -> Bool {
        guard self[keyPath: setting] == nil, value != nil else { return false }
        self[keyPath: setting] = value
        return true
    }
}

import ArgumentParser
import Questions

/// What questions share that are asked by measure, model, source and label.
struct QuestionOptions: ParsableArguments {
    @OptionGroup var archive: ArchiveOptions
    @OptionGroup var scope: ScopeOptions
    @OptionGroup var format: FormatOptions

    @Option(help: ArgumentHelp("Answer as of that moment, such as 2025-10-17T14:30:00+09:00.", valueName: "time"))
    var at: String?

    /// The parameters that all of them have; a command adds its own.
    func parameters(in context: Context) -> QueryParameters {
        var parameters = QueryParameters(at: TimeArgument.spelledOut(at, in: context))
        scope.add(to: &parameters)
        return parameters
    }
}

extension Query {
    init(_ parameters: QueryParameters, _ options: QuestionOptions) {
        self.init(parameters, options.archive, options.format)
    }
}

import Questions

/// A command that asks one question, whose parameters are its options.
protocol QuestionCommand: ContextCommand {
    associatedtype Asked: TabularQuestion

    func query(in context: Context) throws -> Query<Asked>
}

extension QuestionCommand {
    func run(in context: Context) throws { try query(in: context).run(in: context) }
}

/// All that can be asked.
///
/// An export and notices are not among them: the one is a stream that is written while it is read, the others compare what is
/// with what was told.
package enum QuestionCatalogue {
    /// Those with rows: each has a command, a route, or both.
    package static let tabular: [any TabularQuestion.Type] = [
        P95Question.self, AllQuestion.self, HistoryQuestion.self, HealthQuestion.self, RunsQuestion.self,
        ModelsQuestion.self, SummaryQuestion.self, CompareQuestion.self, ChangesQuestion.self, StatQuestion.self,
        SloQuestion.self, MarksQuestion.self, ExclusionsQuestion.self,
    ]

    /// Those that have a form of their own: a plugin's line, the pages.
    package static let others: [any Question.Type] = [
        CheckQuestion.self, StatusQuestion.self, ModelQuestion.self, ReportQuestion.self,
        PublicQuestion.self,
    ]
}

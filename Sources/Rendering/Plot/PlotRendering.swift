import Questions
import Support

/// Answers as drawings on a terminal.
struct PlotRendering {
    let zone: Zone
    let terminal: Terminal

    /// A history is drawn; of other answers, which have nothing to draw, the table.
    func text<Asked: TabularQuestion>(of answer: Asked.Answer, to question: Asked.Type) -> String {
        guard case .history(let history) = answer.layout, history.emptyReason == nil else {
            return TableRendering(zone: zone, terminal: terminal).text(of: answer, to: question)
        }
        let plot = HistoryPlot(zone: zone, terminal: terminal, request: history.request, missing: history.missing)
        return history.models.map { plot.lines(of: $0).joined(separator: "\n") + "\n" }.joined(separator: "\n")
    }
}

import Questions

/// How a public model is doing, as a small picture for other pages.
struct PublicBadge {
    let model: PublicAnswer.Model
    let view: PublicView

    var markup: Markup {
        let state = PublicState(model: model, view: view)
        let name = Truncation.middle(of: TerminalText.harmless(model.model.name), toWidth: 32)
        let isKnown = view.answer.isFresh && model.traffic == .traffic
        let value = isKnown ? model.p95.map { " · \(LatencyFormat.value($0))" } ?? "" : ""
        return Badge.markup(
            name: name, message: state.word + value, meaning: state.text ?? state.word,
            colour: Badge.colour(of: state.state))
    }
}

import Latency
import Questions

/// The one sentence that everybody came for.
struct PublicOverview {
    let view: PublicView

    private var answer: PublicAnswer { view.answer }

    var markup: Markup {
        let (state, key) = worst
        let words = view.language.text(key, ["time": answer.newest.map(view.text) ?? ""])
        let measured: Markup =
            answer.newest.map { newest in
                "<p><small>\(view.language.text("as-of", ["time": view.text(newest)])) · \(view.zone)</small></p>"
            } ?? ""
        return """
            <section class="overview \(state.rawValue)" role="status">\(StateBadge.icon(state))\
            <div><p><strong>\(words)</strong></p>\(measured)</div></section>
            """
    }

    /// What is announced comes before what is measured: who announces an incident knows more. Models without requests are as they
    /// should be; where nobody knows of any model, all is not as usual.
    private var worst: (state: ModelState, key: String) {
        let active = answer.announcements.map(\.announcement).filter { $0.isActive(at: view.now) }
        if let worst = active.map(\.severity).max(), worst.isIncident {
            return (worst == .minor ? .warning : .danger, "overview.incident")
        }
        if active.contains(where: { $0.severity == .maintenance }) { return (.warning, "overview.maintenance") }
        if answer.newest == nil { return (.noData, "overview.never") }
        if !answer.isFresh { return (.noData, "overview.stale") }
        let states = answer.models.map { $0.state(isFresh: true) }
        for state in [ModelState.danger, .warning] where states.contains(state) {
            return (state, "overview.\(state.rawValue)")
        }
        let isUnknown = states.contains { $0 == .noData || $0 == .cannotTell }
        return isUnknown ? (.noData, "overview.no-data") : (.good, "overview.good")
    }
}

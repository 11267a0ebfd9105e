import Latency
import Questions

/// What the lines and shaded stretches of a chart are.
struct EventList {
    let events: ChartEvents
    let language: Language
    let time: PageTime

    /// Below a chart; those that are newest.
    private static let most = 20

    var markup: Markup {
        guard !events.marks.isEmpty || !events.exclusions.isEmpty else { return "" }
        let wording = language.events
        let marks: [Markup] = events.shown.suffix(Self.most).map { mark in
            let kind = wording.kinds[mark.kind].map { " (\($0))" } ?? ""
            return "<li>\(time.dated(mark.at)): \(TerminalText.harmless(mark.text))\(kind)</li>"
        }
        let exclusions: [Markup] = events.exclusions.suffix(Self.most).map { exclusion in
            """
            <li>\(time.dated(exclusion.from)) – \(time.dated(exclusion.to)): \(TerminalText.harmless(exclusion.reason)) \
            (\(wording.excluded))</li>
            """
        }
        let rest = events.marks.count + events.exclusions.count - marks.count - exclusions.count
        let more: Markup = rest > 0 ? "<li>\(wording.more(rest))</li>" : ""
        return """
            <section class="events" id="events" aria-labelledby="events-title"><h2 id="events-title">\(wording.happened)</h2>\
            <ul>\(marks)\(exclusions)\(more)</ul></section>
            """
    }
}
